/** What goes wrong in a state comes with the shortest run there, and with that state; and a deadlock with who waits for what. */
import { describe, expect, test } from 'vitest';
import { assign, emit, setup } from 'xstate';
import {
  type AnySystem,
  always,
  alwaysPossible,
  deadlockFree,
  ErrorInRun,
  type ExploreOptions,
  explore,
  formatTrace,
  type Received,
  refines,
  replay,
  role,
  type Sent,
  sometimes,
  step,
  system,
} from '#model/index.js';

type Ask = { readonly type: 'ask'; readonly round: number };
type Answer = { readonly type: 'answer'; readonly round: number };

/** Somebody asks in rounds, and somebody else answers the first ones. */
function asking(
  answered: number,
  waiting: object = { answer: 'ready' },
  network: 'lossy-set' | 'ordered' = 'lossy-set',
): AnySystem {
  const asker = setup({
    types: {
      context: {} as { round: number },
      events: {} as { type: 'begin' } | Received<Answer>,
      emitted: {} as Sent<Ask>,
    },
    guards: { isBelowThree: ({ context }) => context.round < 3 },
  }).createMachine({
    id: 'asker',
    context: { round: 0 },
    initial: 'ready',
    states: {
      ready: {
        on: {
          begin: {
            guard: 'isBelowThree',
            target: 'waiting',
            actions: [
              assign({ round: ({ context }) => context.round + 1 }),
              emit(({ context }) => ({ type: 'ask', to: 'b', round: context.round })),
            ],
          },
        },
      },
      waiting: { on: waiting },
    },
  });
  const answerer = setup({
    types: { events: {} as Received<Ask>, emitted: {} as Sent<Answer> },
    guards: { isAnswered: ({ event }) => event.round <= answered },
  }).createMachine({
    id: 'answerer',
    on: {
      ask: {
        guard: 'isAnswered',
        actions: emit(({ event }) => ({ type: 'answer', to: event.from, round: event.round })),
      },
    },
  });
  return system({
    name: 'asking',
    network,
    roles: {
      asker: role(asker, { instances: ['a'], inputs: [{ type: 'begin' }], ignores: { begin: 'it waits' } }),
      answerer: role(answerer, { instances: ['b'] }),
    },
  });
}

type State = { readonly asker: readonly { readonly value: unknown; readonly context: { round: number } }[] };

const round = ({ asker: [a] }: State): number => a!.context.round;

function isTwo(is: number): boolean {
  if (is === 2) throw new Error('two');
  return true;
}

/** The error of an exploration. */
async function errorOf(of: AnySystem, options: ExploreOptions = {}, ...properties: object[]) {
  const error: unknown = await explore(of, properties as never, options).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ErrorInRun);
  return error as ErrorInRun;
}

const FOUR_STEPS = ['begin', 'ask', 'answer', 'begin'];

describe('a property that throws comes with the shortest run to where it does', () => {
  test.each<[string, object, readonly string[]]>([
    ['always', always<never>('throws', (state: State) => isTwo(round(state))), FOUR_STEPS],
    ['sometimes', sometimes<never>('throws', (state: State) => !isTwo(round(state))), FOUR_STEPS],
    ['at the start', always<never>('throws', (state: State) => isTwo(2 + round(state))), []],
    [
      'step',
      step<never>(
        'throws',
        (before: State, after: State) => round(before) === round(after) || isTwo(round(after)),
      ),
      FOUR_STEPS,
    ],
    [
      'refines',
      refines<never, number>('throws', {
        image: (state: State) => {
          isTwo(round(state));
          return round(state);
        },
        initial: () => true,
        step: () => true,
      }),
      FOUR_STEPS,
    ],
    ['alwaysPossible', alwaysPossible<never>('throws', (state: State) => isTwo(round(state))), FOUR_STEPS],
    [
      'deadlockFree',
      deadlockFree<never>('throws', (state: State) => isTwo(round(state))),
      [...FOUR_STEPS, 'fault.lose'],
    ],
  ])('%s', async (_, property, events) => {
    const error = await errorOf(asking(3), {}, property);
    expect(error.message).toMatch(/^property 'throws' threw: two\n/);
    expect(error.trace.steps.map(({ event }) => event.type)).toEqual(events);
    const [a] = error.trace.end!.participants;
    expect(a).toMatchObject({ id: 'a', state: { context: { round: events.length === 0 ? 0 : 2 } } });
    expect(replay(asking(3), error.trace)).toBeUndefined();
  });

  test('the bounds', async () => {
    const within = (state: State): boolean => isTwo(round(state));
    const error = await errorOf({ ...asking(3), within: within as never });
    expect(error.trace.steps).toHaveLength(4);
  });

  test('by two threads', async () => {
    const counter = role(
      {
        initial: () => [0, []] as const,
        step: (n: number, _: { readonly type: 'go' }) => (n < 20 ? ([n + 1, []] as const) : undefined),
      },
      { instances: ['p', 'q', 'r', 's'], inputs: [{ type: 'go' }] },
    );
    const counting = system({ name: 'counting', network: 'lossy', roles: { counter } });
    const sum = always<never>('throws', ({ counter }: { counter: readonly { context: number }[] }) => {
      const total = counter.reduce((sum, { context }) => sum + context, 0);
      if (total === 37) throw new Error('37');
      return true;
    });
    const error = await errorOf(counting, { workers: 2 }, sum);
    expect(error.trace.steps).toHaveLength(37);
  });
});

describe('a step that cannot be taken comes with the shortest run to where it happens', () => {
  test('a missing handler', async () => {
    const { message } = await errorOf(asking(3, {}));
    expect(message).toBe(
      [
        `system asking: a (role asker) has no handler for 'answer' in state "waiting" with context {"round":1}, where it can happen; ` +
          `add a handler, or list 'answer' under the role's 'ignores' with the reason why nothing need be done`,
        'the shortest run to it:',
        '1  a begin · a: ready → waiting, round 0 → 1 · sends ask round=1 to b',
        '2  a → b ask round=1 · sends answer round=1 to a',
        'in the state after that:',
        '  a  waiting, round 1',
        '  b  –',
        '  under way: answer round=1 from b to a',
      ].join('\n'),
    );
  });

  test('an error in a machine', async () => {
    const throws = {
      answer: {
        actions: assign({ round: ({ event }: { event: Answer }) => Number(isTwo(event.round + 1)) }),
      },
    };
    const { message, trace } = await errorOf(asking(3, throws));
    expect(message).toMatch(
      /^system asking: a \(role asker\), the event 'answer': machine 'asker', state 'asker.waiting', .*: two\n/,
    );
    expect(trace.steps.map(({ event }) => event.type)).toEqual(['begin', 'ask']);
  });
});

describe('a deadlock says who waits for what', () => {
  const noDeadlock = deadlockFree<never>('no deadlock', (state: State) => round(state) === 3);

  test('handlers, messages that nobody takes, inputs that are refused', async () => {
    const { results } = await explore(asking(1, { answer: 'ready' }, 'ordered'), [noDeadlock as never]);
    const lines = formatTrace(results[0]!.trace!).split('\n');
    expect(lines.slice(4)).toEqual([
      'in the state after that:',
      '  a  waiting, round 2 · waits for answer',
      '  b  – · waits for ask',
      '  nobody takes ask round=2 from a to b',
    ]);
  });
});
