import { describe, expect, test } from 'vitest';
import { and, assign, emit, log, setup } from 'xstate';
import {
  always,
  explore,
  type Mutant,
  mutantsOf,
  role,
  type StateOf,
  sometimes,
  system,
} from '#model/index.js';
import { acceptorMachine } from '#spec/14-the-synod/acceptor.js';

interface Context {
  readonly count: number;
  readonly most: number;
  readonly said: readonly number[];
}

const base = setup({
  types: {
    context: {} as Context,
    input: {} as { readonly durable?: Partial<Context> } | undefined,
    events: {} as { type: 'go' } | { type: 'said'; count: number } | { type: 'noted' },
  },
  guards: {
    isBelowThree: ({ context }) => context.count < 3,
    isFine: () => true,
    isNew: ({ context, event }) => event.type === 'said' && !context.said.includes(event.count),
  },
});

/** Counts to three, says each number, and notes what it hears. */
const counter = base
  .extend({
    guards: { mayCount: and(['isBelowThree', 'isFine']) },
    actions: {
      count: base.assign({
        count: ({ context }) => context.count + 1,
        most: ({ context }) => Math.max(context.most, context.count + 1),
      }),
      note: base.assign({
        said: ({ context, event }) => (event.type === 'said' ? [...context.said, event.count].sort() : []),
      }),
      change: base.assign(({ context }) => ({ said: context.said })),
      say: base.emit((({ context }: { context: Context }) => ({
        type: 'said',
        to: 'all',
        count: context.count,
      })) as never),
      tell: base.raise({ type: 'noted' }),
      greet: base.enqueueActions(({ enqueue }) =>
        enqueue.emit({ type: 'said', to: 'all', count: 0 } as never),
      ),
      write: log('written'),
    },
  })
  .createMachine({
    id: 'counter',
    context: ({ input }) => ({ count: 0, most: 0, said: [], ...input?.durable }),
    entry: 'greet',
    on: {
      go: { guard: 'mayCount', actions: ['count', 'say', 'change'] },
      said: { guard: 'isNew', actions: ['note', 'tell'] },
      noted: {},
    },
  });

const mutants = mutantsOf(counter, { durable: ['count', 'most'] });

test('mutants are of every guard, assignment, key, message and durable key', () => {
  expect(mutants.map(({ id }) => id)).toEqual([
    'counter: guard isBelowThree made true',
    'counter: guard isBelowThree made false',
    'counter: guard isFine made true',
    'counter: guard isFine made false',
    'counter: guard isNew made true',
    'counter: guard isNew made false',
    'counter: guard mayCount made true',
    'counter: guard mayCount made false',
    'counter: assign count dropped',
    'counter: assign count without count',
    'counter: assign count without most',
    'counter: assign note dropped',
    'counter: assign change dropped',
    'counter: emit say dropped',
    'counter: raise tell dropped',
    'counter: enqueue greet dropped',
    'counter: count made volatile',
    'counter: most made volatile',
  ]);
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
});

test('what was changed is told as plain data', () => {
  expect(structuredClone(mutants.map(({ change }) => change))).toEqual(
    expect.arrayContaining([
      { kind: 'guard', name: 'mayCount', made: true },
      { kind: 'assign', name: 'count', without: 'most' },
      { kind: 'emit', name: 'say' },
      { kind: 'durable', key: 'count' },
    ]),
  );
});

describe('a mutant', () => {
  test('leaves the machine that it was made of as it was', async () => {
    const { found } = await explored(counter);
    expect(found.results.map(({ verdict }) => verdict)).toEqual([
      'holds',
      'holds',
      'holds',
      'holds',
      'holds',
    ]);
  });

  test.each([
    ['guard isBelowThree made true', ['never more than three']],
    ['guard isBelowThree made false', ['three is reached', 'three is said']],
    ['guard isFine made true', []],
    ['guard isFine made false', ['three is reached', 'three is said']],
    ['guard isNew made true', []],
    ['guard isNew made false', ['three is said', 'a greeting is heard']],
    ['guard mayCount made true', ['never more than three']],
    ['guard mayCount made false', ['three is reached', 'three is said']],
    ['assign count dropped', ['three is reached', 'three is said']],
    ['assign count without count', ['three is reached', 'three is said']],
    ['assign count without most', ['the most is no less than the count']],
    ['assign note dropped', ['three is said', 'a greeting is heard']],
    ['assign change dropped', []],
    ['emit say dropped', ['three is said']],
    ['raise tell dropped', []],
    ['enqueue greet dropped', ['a greeting is heard']],
    ['count made volatile', []],
    ['most made volatile', ['the most is no less than the count']],
  ])('does what it says, and it is seen that it ran: %s', async (id, fallen) => {
    const mutant = mutants.find((each) => each.id === `counter: ${id}`)!;
    const { fell, ran } = await explored(mutant.machine, mutant);
    expect(fell.sort()).toEqual([...fallen].sort());
    expect(ran).toBeGreaterThan(0);
  });

  test('that never came to run is seen', async () => {
    const idle = mutantsOf(counter).find(({ id }) => id === 'counter: assign note dropped')!;
    const silent = counter.provide({ guards: { isNew: () => false } });
    const { ran } = await explored(silent, idle);
    expect(ran).toBe(0);
    // The right machine's guard answers both ways; it is not taken for the mutant's.
    const other = mutants.find(({ id }) => id === 'counter: guard isBelowThree made true')!;
    expect((await explored(counter, other)).ran).toBe(0);
  });
});

test('a dropped message does not make eventless transitions go round for ever', async () => {
  const machine = setup({
    guards: { isFresh: ({ context }) => (context as { count: number }).count === 0 },
    actions: { say: emit({ type: 'said', to: [] } as never), count: assign({ count: 1 }) },
  }).createMachine({
    id: 'm',
    context: { count: 0 },
    on: { go: { actions: 'count' } },
    always: { guard: 'isFresh', actions: 'say' },
  });
  const roles = (of: unknown) => ({
    some: role(of as never, { instances: ['a'], inputs: [{ type: 'go' }] } as never),
  });
  const made = (of: unknown) => system({ name: 'm', network: 'lossy', roles: roles(of) });
  const { states } = await explore(made(machine), []);
  const dropped = mutantsOf(machine).find(({ id }) => id === 'm: emit say dropped')!;
  expect((await explore(made(dropped.machine), [])).states).toBe(states);
});

test('a mutant runs its own guard in states that come from the machine it was made of', async () => {
  const roleOf = (machine: typeof acceptorMachine) => role(machine, { instances: { a1: {} } }).process('a1');
  const right = roleOf(acceptorMachine);
  const mutant = roleOf(
    mutantsOf(acceptorMachine).find(({ id }) => id.endsWith('isAbovePromise made false'))!.machine,
  );
  const prepare = { type: 'prepare', from: 'p1', ballot: { round: 1, proposer: 'p1' } };
  const [state] = right.initial();
  expect(right.step(state, prepare)).not.toBe('guarded');
  expect(mutant.step(state, prepare)).toBe('guarded');
});

/** One counter that may restart once. */
const counting = (machine: typeof counter) =>
  system({
    name: 'counting',
    network: 'lossy',
    roles: {
      some: role(machine, { instances: ['a'], inputs: [{ type: 'go' }], durable: ['count', 'most'] }),
    },
    faults: { restarts: { some: 1 } },
    within: ({ some: [a] }) => a!.context.count < 6 && a!.context.said.length < 5,
  });

type State = StateOf<ReturnType<typeof counting>>;

const claims = [
  always('never more than three', ({ some: [a] }: State) => a!.context.count <= 3),
  always('the most is no less than the count', ({ some: [a] }: State) => a!.context.most >= a!.context.count),
  sometimes('three is reached', ({ some: [a] }: State) => a!.context.count === 3),
  sometimes('three is said', ({ some: [a] }: State) => a!.context.said.includes(3)),
  sometimes('a greeting is heard', ({ some: [a] }: State) => a!.context.said.includes(0)),
];

/** Which claims fall, and in how many local steps the mutant's part ran. */
async function explored(machine: typeof counter, mutant?: Mutant) {
  const found = await explore(counting(machine), claims, { maxStates: 20_000 });
  const fell = found.results.filter(({ verdict }) => verdict !== 'holds').map(({ property }) => property);
  return { found, fell, ran: mutant?.ran(found.coverage()) };
}
