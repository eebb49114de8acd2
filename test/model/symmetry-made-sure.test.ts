/** What is said to be alike is made sure of, in every renaming and in every state. */
import { describe, expect, test } from 'vitest';
import {
  ABOVE_ALL,
  always,
  deadlockFree,
  explore,
  type Network,
  type Property,
  refines,
  role,
  type StateOf,
  sometimes,
  step,
  system,
} from '#model/index.js';

const IDS = ['x', 'y', 'z'];
const toTheEnd = sometimes('never', () => false);

const climbers = system({
  name: 'climbers',
  network: 'lossy-set',
  symmetry: { roles: ['climber'] },
  roles: {
    climber: role(
      {
        initial: () => [{ at: 0 }, []] as const,
        step: ({ at }: { at: number }, { type }: { type: 'climb' | 'slip' }) => {
          if (type === 'slip') return at === 2 ? ([{ at: 1 }, []] as const) : undefined;
          return at < 4 ? ([{ at: at + 2 }, []] as const) : undefined;
        },
      },
      { instances: IDS, inputs: [{ type: 'climb' }, { type: 'slip' }] },
    ),
  },
});
type Climbers = StateOf<typeof climbers>;
const heights = ({ climber }: Climbers): readonly number[] => climber.map(({ context }) => context.at);

test.each([
  ['x lowest', [0, 1, 2]],
  ['z lowest', [2, 1, 0]],
  ['y lowest', [1, 0, 2]],
  ['round', [1, 2, 0]],
])('a claim of one order of three that are alike is refused (%s)', async (_, order) => {
  const claim = always('not so', (state: Climbers) => heights(state).some((at, one) => at !== order[one]));
  await expect(explore(climbers, [claim, toTheEnd], { symmetry: true })).rejects.toThrow(
    "property 'not so' is not symmetric",
  );
});

describe('a step is looked at with the names that it has', () => {
  const moved = (before: readonly number[], after: readonly number[]): number =>
    before.filter((at, one) => at !== after[one]).length;
  const claims: readonly Property<Climbers>[] = [
    step('one moves', (before, after) => moved(heights(before), heights(after)) === 1),
    step('nobody falls by two', (before, after) =>
      heights(before).every((at, one) => heights(after)[one]! > at - 2),
    ),
    step('nobody falls', (before, after) => heights(before).every((at, one) => heights(after)[one]! >= at)),
    refines('one moves, seen from afar', {
      image: heights,
      initial: () => true,
      step: (before, after) => moved(before, after) === 1,
    }),
  ];

  test('each participant before and after', async () => {
    const [full, small] = [
      await explore(climbers, claims),
      await explore(climbers, claims, { symmetry: true }),
    ];
    expect(small.states).toBeLessThan(full.states);
    const told = ({ results }: typeof full) =>
      results.map(({ verdict, trace }) => [verdict, trace?.steps.length]);
    expect(told(small)).toEqual(told(full));
    expect(told(small).map(([verdict]) => verdict)).toEqual(['holds', 'holds', 'fails', 'holds']);
  });

  test('a step that only changes names is one (a token is handed on at once)', async () => {
    const tokens = system({
      name: 'a token',
      network: 'lossy-set',
      instant: ['token'],
      symmetry: { roles: ['holder'] },
      roles: {
        holder: role(
          {
            initial: () => [{ has: false }, []] as const,
            step: ({ has }: { has: boolean }, { type }: { type: 'token' | 'pass' | 'start' }) => {
              if (type === 'token') return [{ has: true }, []] as const;
              if (type === 'pass')
                return has ? ([{ has: false }, [{ type: 'token', to: 'others' }]] as const) : undefined;
              return undefined;
            },
          },
          { instances: ['x', 'y'], inputs: [{ type: 'pass' }] },
        ),
        giver: role(
          {
            initial: () => [true, []] as const,
            step: (has: boolean, { type: _, ...event }: { type: 'give'; to: string }) =>
              has ? ([false, [{ type: 'token', ...event }]] as const) : undefined,
          },
          { instances: ['g'], inputs: ['x', 'y'].map((to) => ({ type: 'give', to }) as const) },
        ),
      },
    });
    type State = StateOf<typeof tokens>;
    const holders = ({ holder }: State) => holder.map(({ context }) => context.has);
    const claims = [
      deadlockFree('it goes round'),
      step('who has it keeps it', (before: State, after: State) =>
        holders(before).every((has, one) => !has || holders(after)[one]!),
      ),
    ];
    for (const symmetry of [false, true]) {
      const { results } = await explore(tokens, claims, { symmetry });
      expect([symmetry, ...results.map(({ verdict }) => verdict)]).toEqual([symmetry, 'holds', 'fails']);
    }
  });
});

test.each<Network>(['lossy', 'lossy-set', 'latest', 'unordered', 'ordered'])(
  'who is another only where others stand for it is found out (%s)',
  async (network) => {
    const grants = system({
      name: 'grants',
      network,
      symmetry: { roles: ['peer'] },
      within: ({ messages }) => messages('want').length < 2,
      roles: {
        peer: role(
          {
            initial: (id: string) => [{ id, mood: 0 }, []] as const,
            step: (
              { id, mood }: { id: string; mood: number },
              { type }: { type: 'ask' | 'grant' | 'use' },
            ) => {
              if (type === 'ask')
                return mood === 0 ? ([{ id, mood }, [{ type: 'want', to: 'hub' }]] as const) : undefined;
              if (type === 'grant') return mood === 0 ? ([{ id, mood: 1 }, []] as const) : undefined;
              return mood === 1 ? ([{ id, mood: id === 'x' ? 3 : 2 }, []] as const) : undefined;
            },
          },
          { instances: { x: 'x', y: 'y', z: 'z' }, inputs: [{ type: 'ask' }, { type: 'use' }] },
        ),
        hub: role(
          {
            initial: () => [false, []] as const,
            step: (given: boolean, { from }: { type: 'want'; from: string }) =>
              given ? undefined : ([true, [{ type: 'grant', to: from }]] as const),
          },
          { instances: ['h'] },
        ),
      },
    });
    await expect(explore(grants, [toTheEnd], { symmetry: true })).rejects.toThrow(
      /system grants is not symmetric in '.' and '.': . renamed becomes another state/,
    );
  },
);

test('a message that was met under another name first counts in what is asked of states within bounds', async () => {
  type Up = { readonly type: 'up'; readonly at: number };
  const senders = system({
    name: 'senders',
    network: 'lossy',
    symmetry: { roles: ['sender'] },
    within: ({ messages }) => messages('up').length < 9,
    roles: {
      sender: role(
        {
          initial: () => [{ at: 0 }, []] as const,
          step: (
            { at }: { at: number },
            _: { type: 'go' },
          ): readonly [{ at: number }, readonly (Up & { to: string })[]] | undefined =>
            at < 2 ? [{ at: at + 1 }, [{ type: 'up', at: at + 1, to: 'hub' }]] : undefined,
        },
        { instances: ['x', 'y'], inputs: [{ type: 'go' }] },
      ),
      hub: role(
        { initial: () => [0, []] as const, step: (_: number, _up: Up) => undefined },
        { instances: ['h'] },
      ),
    },
  });
  type State = StateOf<typeof senders>;
  const claims = [
    always(
      'two are never up',
      ({ messages }: State) => messages('up').filter(({ at }) => at === 2).length < 2,
    ),
    sometimes('beyond', ({ sender }: State) => sender.every(({ context }) => context.at === 9)),
  ];
  const { results, states } = await explore(senders, claims, { symmetry: true });
  expect([states, ...results.map(({ verdict }) => verdict)]).toEqual([6, 'fails', 'fails']);
});

describe('a claim of one of two names that are alike is refused', () => {
  const one = { initial: () => [0, []] as const, step: () => undefined };

  test('where they are types of messages', async () => {
    type Chosen = { readonly type: 'left' | 'right' };
    const choosing = system({
      name: 'choosing',
      network: 'lossy-set',
      symmetry: { values: [['left', 'right']] },
      roles: {
        chooser: role(
          {
            initial: () => [false, []] as const,
            step: (chosen: boolean, { type }: Chosen) =>
              chosen ? undefined : ([true, [{ type, to: 'reader' }]] as const),
          },
          { instances: ['c'], inputs: [{ type: 'left' }, { type: 'right' }] },
        ),
        reader: role({ ...one, step: (_: number, _message: Chosen) => undefined }, { instances: ['r'] }),
      },
    });
    type State = StateOf<typeof choosing>;
    for (const type of ['left', 'right'] as const) {
      const claim = always(`never ${type}`, ({ messages }: State) => messages(type).length === 0);
      await expect(explore(choosing, [claim, toTheEnd], { symmetry: true })).rejects.toThrow(
        `property 'never ${type}' is not symmetric`,
      );
    }
  });

  test('where a list of them is a set in one order and none in another', async () => {
    const pairs = system({
      name: 'pairs',
      network: 'lossy-set',
      symmetry: { values: [['left', 'right']] },
      roles: {
        chooser: role(
          {
            initial: () => [[] as readonly string[], []] as const,
            step: (chosen: readonly string[], { pair }: { type: 'choose'; pair: readonly string[] }) =>
              chosen.length > 0 ? undefined : ([pair, []] as const),
          },
          {
            instances: ['c'],
            inputs: [
              { type: 'choose', pair: ['left', 'right'] },
              { type: 'choose', pair: ['right', 'left'] },
            ],
          },
        ),
      },
    });
    const claim = always(
      'left comes first',
      ({ chooser: [only] }: StateOf<typeof pairs>) => only!.context[0] !== 'right',
    );
    await expect(explore(pairs, [claim, toTheEnd], { symmetry: true })).rejects.toThrow(
      'a list of names is in ascending order with some of them and not with others: ["right","left"]',
    );
  });
});

test('names are not exchanged where numbers are ranked; where no names are alike, numbers are', async () => {
  const bidding = (instances: readonly string[]) =>
    system({
      name: 'bidding',
      network: 'lossy-set',
      ranked: ['rank'],
      symmetry: { roles: ['bidder'] },
      roles: {
        bidder: role(
          {
            initial: () => [{ rank: 0 }, []] as const,
            step: (_: { rank: number }, _bid: { type: 'bid' }) => [{ rank: ABOVE_ALL }, []] as const,
          },
          { instances, inputs: [{ type: 'bid' }] },
        ),
      },
    });
  await expect(explore(bidding(['x', 'y']), [], { symmetry: true })).rejects.toThrow(
    "system bidding: 'ranked' numbers with symmetry",
  );
  expect((await explore(bidding(['x']), [], { symmetry: true })).states).toBe(1);
});
