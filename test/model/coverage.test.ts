import { describe, expect, test } from 'vitest';
import { and, assign, emit, enqueueActions, raise, setup } from 'xstate';
import {
  always,
  type Coverage,
  explore,
  gapsIn,
  type RoleCoverage,
  role,
  type StepFunction,
  sometimes,
  system,
} from '#model/index.js';
import { alone } from '#test/model/alone.js';

/** Counts to three and says so, then begins again; never broken. */
const counter = setup({
  guards: {
    isBelowThree: ({ context }) => (context as { count: number }).count < 3,
    isBroken: () => false,
    isFine: () => true,
    isBrokenAndFine: and(['isBroken', 'isFine']),
  },
  actions: {
    count: assign({ count: ({ context }: { context: { count: number } }) => context.count + 1 }) as never,
    startOver: assign({ count: 0 }) as never,
    say: emit({ type: 'said', to: 'some' } as never),
    finish: raise({ type: 'done' } as never),
    mend: enqueueActions(() => {}),
  },
}).createMachine({
  id: 'counter',
  context: { count: 0 },
  initial: 'counting',
  states: {
    counting: {
      on: {
        go: [
          { guard: 'isBrokenAndFine', target: 'broken' },
          { guard: 'isBelowThree', actions: 'count' },
          { target: 'resting', actions: ['say', 'finish'] },
        ],
        said: {},
      },
    },
    resting: { on: { done: { target: 'counting', actions: 'startOver' }, go: {}, said: {} } },
    broken: { entry: 'mend', always: { guard: 'isFine', target: 'counting' } },
  },
});

describe('coverage counts local steps', () => {
  test('by transition, eventless and raised ones too', async () => {
    const { transitions } = await coverageOf(counter);
    expect(Object.fromEntries(transitions.map(({ id, taken }) => [id, taken]))).toEqual({
      'counter.counting on go (1)': 0,
      'counter.counting on go (2)': 3,
      'counter.counting on go (3)': 1,
      'counter.counting on said': 4,
      'counter.resting on done': 1,
      'counter.resting on go': 0,
      'counter.resting on said': 0,
      'counter.broken always': 0,
    });
  });

  test('by guard and transition, yes and no, what it is made of too', async () => {
    const { guards } = await coverageOf(counter);
    expect(guards.map(({ guard, transition, yes, no }) => `${transition}: ${guard} ${yes} ${no}`)).toEqual([
      'counter.counting on go (1): isBrokenAndFine 0 4',
      'counter.counting on go (1): isBroken 0 4',
      'counter.counting on go (1): isFine 0 0',
      'counter.counting on go (2): isBelowThree 3 1',
      'counter.broken always: isFine 0 0',
    ]);
  });

  test('by action, and by type of message and event', async () => {
    const { actions, sent, taken, refused } = await coverageOf(counter);
    expect(Object.fromEntries(actions.map(({ name, ran }) => [name, ran]))).toEqual({
      count: 3,
      startOver: 1,
      say: 1,
      finish: 1,
      mend: 0,
    });
    expect({ sent, taken, refused }).toEqual({ sent: { said: 1 }, taken: { go: 4, said: 4 }, refused: {} });
  });

  test('of all participants of a role together', async () => {
    const roles = { some: role(counter, { instances: ['a', 'b'], inputs: [{ type: 'go' }] }) };
    const found = await explore(system({ name: 'two', network: 'lossy', roles }), []);
    const [{ transitions, taken }] = found.coverage().roles as [RoleCoverage];
    expect(transitions.find(({ id }) => id === 'counter.counting on go (2)')!.taken).toBe(6);
    expect(taken).toEqual({ go: 8, said: 16 });
  });

  test('without adding to those of the exploration, and always the same', async () => {
    const found = await explore(alone(counter as never, { inputs: [{ type: 'go' }] }), []);
    const { localSteps } = found;
    const first = found.coverage();
    expect(found.coverage()).toEqual(first);
    expect(found.localSteps).toBe(localSteps);
    expect(structuredClone(first)).toEqual(first);
  });

  test('of a step function: events and messages', async () => {
    const echo: StepFunction<number, { type: 'go' } | { type: 'said' }, { type: 'said'; to: string }> = {
      initial: () => [0, []],
      step: (state, { type }) =>
        type === 'go' && state === 0 ? [1, [{ type: 'said', to: 'some' }]] : undefined,
    };
    const roles = { some: role(echo, { instances: ['a'], inputs: [{ type: 'go' }] }) };
    const { roles: covered } = (
      await explore(system({ name: 'echo', network: 'lossy', roles }), [])
    ).coverage();
    expect(covered).toEqual([
      {
        role: 'some',
        transitions: [],
        guards: [],
        actions: [],
        sent: { said: 1 },
        taken: { go: 1 },
        refused: { go: 1, said: 1 },
        restarts: 0,
        lost: {},
      },
    ]);
  });

  test('of restarts, and what they lost', async () => {
    const machine = setup({ actions: { count: counting } }).createMachine({
      id: 'm',
      context: ({ input }) => ({ kept: 0, lost: 0, ...(input as { durable?: object } | undefined)?.durable }),
      on: { go: { guard: ({ context }) => context.kept < 2, actions: 'count' } },
    });
    const options = { instances: ['a'], inputs: [{ type: 'go' }], durable: ['kept'] };
    const roles = { some: role(machine as never, options as never) };
    const restarting = system({ name: 'r', network: 'lossy', roles, faults: { restarts: { some: 1 } } });
    const [{ restarts, lost }] = (await explore(restarting, [])).coverage().roles as [RoleCoverage];
    // Kept and lost: 0 0, 1 1, 2 2, and after a restart 1 0, 2 0, 2 1.
    expect({ restarts, lost }).toEqual({ restarts: 6, lost: { lost: 3 } });
  });
});

const counting = assign({
  kept: ({ context }: { context: { kept: number } }) => context.kept + 1,
  lost: ({ context }: { context: { lost: number } }) => context.lost + 1,
} as never) as never;

describe('what no run made use of is listed', () => {
  test('of machines', async () => {
    const { coverage } = await explore(
      alone(counter as never, { inputs: [{ type: 'go' }, { type: 'stop' }], ignores: { stop: 'deaf' } }),
      [],
    );
    const gaps = gapsIn(coverage());
    expect(gaps.map(({ role, part, name, is }) => `${role}: ${part} ${name} ${is}`)).toEqual([
      'some: transition counter.counting on go (1) never taken',
      'some: transition counter.resting on go never taken',
      'some: transition counter.resting on said never taken',
      'some: transition counter.broken always never taken',
      'some: guard isBrokenAndFine always false',
      'some: guard isBroken always false',
      'some: guard isFine never asked',
      'some: action mend never run',
      'some: event stop never taken',
    ]);
  });

  test('a guard that is always true, and a message that nobody receives', async () => {
    const machine = setup({
      guards: { isFine: () => true },
      actions: { say: emit({ type: 'said', to: [] } as never) },
    }).createMachine({
      id: 'm',
      on: { go: { guard: 'isFine', actions: 'say' } },
    });
    const { coverage } = await explore(alone(machine, { inputs: [{ type: 'go' }] }), []);
    expect(gapsIn(coverage())).toEqual([
      { role: 'some', part: 'guard', name: 'isFine', is: 'always true' },
      { role: 'some', part: 'message', name: 'said', is: 'never received' },
    ]);
  });

  test('a `sometimes` without a witness', async () => {
    const found = await explore(alone(counter as never, { inputs: [{ type: 'go' }] }), [
      sometimes('never', () => false),
      sometimes('at once', () => true),
      always('always', () => true),
    ] as never);
    const coverage: Coverage = found.coverage();
    expect(coverage).toMatchObject({ system: 'alone', complete: true, unwitnessed: ['never'] });
    expect(gapsIn(coverage)).toContainEqual({ part: 'property', name: 'never', is: 'never witnessed' });
  });

  test('as far as the exploration came', async () => {
    const { coverage } = await explore(alone(counter as never, { inputs: [{ type: 'go' }] }), [], {
      maxStates: 2,
    });
    const partial = coverage();
    expect(partial.complete).toBe(false);
    expect(gapsIn(partial)).toContainEqual({
      role: 'some',
      part: 'transition',
      name: 'counter.resting on done',
      is: 'never taken',
    });
  });
});

test('a transition that another one preempts is not taken', async () => {
  const to = (target: string) => ({ initial: 'a', states: { a: { on: { go: { target } } } } });
  const machine = setup({}).createMachine({
    id: 'm',
    initial: 'both',
    states: {
      both: { type: 'parallel', states: { left: to('#l'), right: to('#r') } },
      l: { id: 'l', on: { go: {} } },
      r: { id: 'r', on: { go: {} } },
    },
  });
  const { transitions } = await coverageOf(machine);
  expect(transitions.map(({ id, taken }) => `${id}: ${taken}`)).toEqual([
    'm.both.left.a on go: 1',
    'm.both.right.a on go: 0',
    'l on go: 1',
    'r on go: 0',
  ]);
});

async function coverageOf(machine: unknown): Promise<RoleCoverage> {
  const { coverage } = await explore(alone(machine as never, { inputs: [{ type: 'go' }] }), []);
  return coverage().roles[0]!;
}
