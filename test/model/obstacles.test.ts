/** What stands between a system and a state that it never comes to. */
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, and, not, or, setup } from 'xstate';
import {
  type AnySystem,
  always,
  explore,
  type Obstacles,
  obstaclesTo,
  replay,
  role,
  type StateOf,
  sometimes,
  system,
} from '#model/index.js';
import { chapters } from '#spec/index.js';

const opened = sometimes(
  'the vault is opened',
  (state: StateOf<AnySystem>) => state.vault![0]!.value === 'open',
);

function vaultOf(machine: AnyStateMachine, inputs: readonly { readonly type: string }[]): AnySystem {
  return system({
    name: 'vault',
    network: 'unordered',
    roles: { vault: role(machine, { instances: ['v'], inputs } as never) },
  }) as AnySystem;
}

async function obstacles(vault: AnySystem, goal = opened, maxStates = 1_000): Promise<Obstacles> {
  const exploration = await explore(vault, [goal]);
  expect(exploration.results[0]).toMatchObject({ verdict: 'fails' });
  return obstaclesTo(vault, goal, exploration.coverage(), { maxStates });
}

interface Dial {
  readonly type: 'dial' | 'open';
}

const base = setup({
  types: { context: {} as { turns: number; key: boolean }, events: {} as Dial },
  guards: {
    maySpin: ({ context }) => context.turns < 2,
    isRight: ({ context }) => context.turns === 3,
    hasKey: ({ context }) => context.key,
    isTrue: () => true,
  },
});
const turning = base.extend({
  actions: { turn: base.assign({ turns: ({ context }) => context.turns + 1 }) },
});
const inputs: readonly Dial[] = [{ type: 'dial' }, { type: 'open' }];

function vault(guard: unknown) {
  return vaultOf(
    turning.createMachine({
      id: 'vault',
      context: { turns: 0, key: false },
      initial: 'shut',
      states: {
        shut: {
          on: {
            dial: { guard: 'maySpin', actions: 'turn' },
            open: { guard: guard as never, target: 'open' },
          },
        },
        open: { on: { dial: {}, open: {} } },
      },
    }),
    inputs,
  );
}

describe('one guard is in the way', () => {
  test('each that would be enough is found, the nearest first, with the state in which it refuses', async () => {
    const found = await obstacles(vault('isRight'));
    expect(found.tried.map(({ guard }) => guard)).toEqual(['maySpin', 'isRight']);
    expect(found.obstacles.map(({ guards, letThrough }) => [guards[0]!.guard, letThrough])).toEqual([
      ['isRight', 1],
      ['maySpin', 1],
    ]);
    const [atOnce, later] = found.obstacles;
    expect(atOnce!.trace.steps).toEqual([]);
    expect(atOnce!.beyond.map(({ event }) => event.type)).toEqual(['open']);
    expect(later!.trace.steps.map(({ event }) => event.type)).toEqual(['dial', 'dial']);
    expect(later!.refused).toEqual({
      participant: 'v',
      event: { type: 'dial' },
      state: { value: 'shut', context: { turns: 2, key: false } },
      guards: [{ guard: 'maySpin', transition: 'vault.shut on dial' }],
    });
    expect(later!.beyond.map(({ event }) => event.type)).toEqual(['dial', 'open']);
    expect(
      later!.refusals.map(({ event, guards }) => [event.type, guards.map(({ guard }) => guard)]),
    ).toEqual([
      ['dial', ['maySpin']],
      ['open', ['isRight']],
    ]);
  });

  test('up to the refusal it is a run of the system as it is', async () => {
    const guarded = vault('isRight');
    const { obstacles: found } = await obstacles(guarded);
    for (const { trace, beyond } of found) {
      expect(replay(guarded, trace)).toBeUndefined();
      expect(replay(guarded, { ...trace, steps: [...trace.steps, ...beyond] })).toMatchObject({
        step: trace.steps.length + 1,
        got: 'that its guards refuse the event',
      });
    }
  });

  test.each([
    ['and', and(['isTrue', 'hasKey'])],
    ['or', or(['hasKey', and(['isTrue', 'hasKey'])])],
    ['not', not('isTrue')],
    ['no name', ({ context }: { context: { key: boolean } }) => context.key],
  ])('in a combination it is found too (%s)', async (kind, guard) => {
    const { obstacles: found } = await obstacles(vault(guard));
    const name = { and: 'hasKey', or: 'hasKey', not: 'isTrue' }[kind] ?? '(function)';
    expect(found.map(({ guards }) => guards)).toEqual([[{ role: 'vault', guard: name }]]);
  });
});

test('where no guard is enough, those that are together are named', async () => {
  const { obstacles: found } = await obstacles(vault(and(['hasKey', 'isRight'])));
  expect(found).toHaveLength(1);
  expect(found[0]!.guards.map(({ guard }) => guard).sort()).toEqual(['hasKey', 'isRight']);
  expect(found[0]!.letThrough).toBe(1);
});

test('where no guard is in the way none is named', async () => {
  const never = sometimes('it melts', (state: StateOf<AnySystem>) => state.vault![0]!.value === 'melted');
  const { obstacles: found, tried } = await obstacles(vault('isTrue'), never as typeof opened);
  expect([found, tried.length]).toEqual([[], 1]);
});

test('a step function has no guards to try', async () => {
  const counter = {
    initial: () => [0, []] as const,
    step: (count: number, _: { type: 'count' }) => (count < 2 ? ([count + 1, []] as const) : undefined),
  };
  const counters = system({
    name: 'counters',
    network: 'unordered',
    roles: { vault: role(counter, { instances: ['v'], inputs: [{ type: 'count' }] }) },
  });
  const full = sometimes('three', ({ vault: [v] }: StateOf<typeof counters>) => v!.context === 3);
  const { coverage } = { coverage: (await explore(counters, [full])).coverage() };
  expect(await obstaclesTo(counters, full, coverage)).toEqual({ obstacles: [], tried: [], unknown: [] });
});

test('a guard without which there is no end of states is not known', async () => {
  const never = sometimes('it melts', (state: StateOf<AnySystem>) => state.vault![0]!.value === 'melted');
  const { unknown } = await obstacles(vault('isRight'), never as typeof opened, 100);
  expect(unknown).toEqual([{ role: 'vault', guard: 'maySpin' }]);
});

test('what a guard refuses within the step of another is found', async () => {
  const asking = setup({
    types: { events: {} as { type: 'ask' }, emitted: {} as { type: 'open'; to: string } },
  });
  const asker = asking
    .extend({ actions: { ask: asking.emit({ type: 'open', to: 'v' }) } })
    .createMachine({ id: 'asker', on: { ask: { actions: 'ask' } } });
  const shut = setup({
    types: { events: {} as { type: 'open'; from: string } },
    guards: { isFriend: () => false },
  });
  const machine = shut.createMachine({
    id: 'vault',
    initial: 'shut',
    states: { shut: { on: { open: { guard: 'isFriend', target: 'open' } } }, open: { on: { open: {} } } },
  });
  const asked = system({
    name: 'asked',
    network: 'unordered',
    instant: ['open'],
    roles: {
      asker: role(asker, { instances: ['a'], inputs: [{ type: 'ask' }] }),
      vault: role(machine, { instances: ['v'] }),
    },
  }) as unknown as AnySystem;
  const { obstacles: found } = await obstacles(asked);
  expect(found[0]).toMatchObject({
    guards: [{ role: 'vault', guard: 'isFriend' }],
    trace: { steps: [] },
    refused: { participant: 'v', event: { type: 'open', from: 'a' } },
    letThrough: 1,
  });
});

test('an acceptor that refuses the ballot it promised is what keeps anything from being chosen (S4)', async () => {
  const { instances } = chapters.find(({ id }) => id === '14-the-synod')!;
  const { system: synod, claims } = instances.find(({ name }) => name.startsWith('S4'))!;
  const goal = claims.find(({ property }) => property.name === 'something is chosen')!.property;
  const { obstacles: found } = await obstacles(synod, goal as never);
  expect(found.map(({ guards }) => guards)).toEqual([[{ role: 'acceptor', guard: 'isNotBelowPromise' }]]);
  const [{ refused }] = found as [(typeof found)[number]];
  expect(refused).toMatchObject({ participant: 'a1', event: { type: 'accept', from: 'p1' } });
  expect((refused.state.context as { promised: unknown }).promised).toEqual(
    (refused.event as unknown as { ballot: unknown }).ballot,
  );
});

test('the system itself is left as it was', async () => {
  const guarded = vault('isRight');
  await obstacles(guarded);
  const neverOpen = always('it stays shut', (state: StateOf<AnySystem>) => state.vault![0]!.value === 'shut');
  expect((await explore(guarded, [neverOpen])).results[0]!.verdict).toBe('holds');
});
