/** Traces say what the machines do: each is taken again through XState, step by step, over a network kept by hand. */
import { describe, expect, test } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, setup, transition } from 'xstate';
import {
  explore,
  type Network,
  observe,
  type Received,
  role,
  type Sent,
  type SentMessage,
  type StateOf,
  sometimes,
  step,
  system,
  type Trace,
  type TraceStep,
} from '#model/index.js';

type Ask = { readonly type: 'ask'; readonly round: number };
type Answer = { readonly type: 'answer'; readonly round: number };
type Told = { readonly type: 'told'; readonly round: number; readonly by: string };

const askerSetup = setup({
  types: {
    context: {} as { round: number; answers: readonly string[] },
    events: {} as { type: 'begin' } | Received<Answer>,
    emitted: {} as Sent<Ask> | Sent<Told>,
  },
  guards: {
    isBelowTwo: ({ context }) => context.round < 2,
    isOfThisRound: ({ context, event }) => event.type === 'answer' && event.round === context.round,
  },
});
const asker = askerSetup
  .extend({
    actions: {
      begin: askerSetup.assign({ round: ({ context }) => context.round + 1, answers: () => [] }),
      ask: askerSetup.emit(({ context }) => ({ type: 'ask', round: context.round, to: 'answerers' })),
      remember: askerSetup.assign({
        answers: ({ context, event }) => [...context.answers, event.type === 'answer' ? event.from : ''],
      }),
      tell: askerSetup.emit(({ context, event }) => ({
        type: 'told',
        round: context.round,
        by: event.type === 'answer' ? event.from : '',
        to: 'scribe',
      })),
    },
  })
  .createMachine({
    context: { round: 0, answers: [] },
    initial: 'idle',
    states: {
      idle: {
        on: { begin: { guard: 'isBelowTwo', target: 'waiting', actions: ['begin', 'ask'] }, answer: {} },
      },
      waiting: {
        on: {
          begin: { guard: 'isBelowTwo', actions: ['begin', 'ask'] },
          answer: [{ guard: 'isOfThisRound', actions: ['remember', 'tell'], target: 'content' }, {}],
        },
      },
      content: {
        on: { begin: { guard: 'isBelowTwo', target: 'waiting', actions: ['begin', 'ask'] }, answer: {} },
      },
    },
  });

const answererSetup = setup({ types: { events: {} as Received<Ask>, emitted: {} as Sent<Answer> } });
const answerer = answererSetup
  .extend({
    actions: {
      answer: answererSetup.emit(({ event }) => ({ type: 'answer', round: event.round, to: event.from })),
    },
  })
  .createMachine({ on: { ask: { actions: 'answer' } } });

const scribeSetup = setup({
  types: { context: {} as { lines: readonly string[] }, events: {} as Received<Told> },
});
const scribe = scribeSetup
  .extend({
    actions: {
      write: scribeSetup.assign({
        lines: ({ context, event }) => [...context.lines, `${event.round} ${event.by} ${event.from}`],
      }),
    },
  })
  .createMachine({ context: { lines: [] }, on: { told: { actions: 'write' } } });

const machines: Readonly<Record<string, AnyStateMachine>> = { q: asker, x: answerer, y: answerer, s: scribe };

function interview(network: Network) {
  return system({
    name: 'interview',
    network,
    roles: {
      asker: role(asker, { instances: ['q'], inputs: [{ type: 'begin' }] }),
      answerers: role(answerer, { instances: ['x', 'y'] }),
      scribe: role(scribe, { instances: ['s'] }),
    },
    instant: ['told'],
    history: { asked: observe<number, Ask>(0, { ask: (count) => count + 1 }) },
    within: ({ messages }) => messages('ask').length + messages('answer').length < 9,
  });
}
type State = StateOf<ReturnType<typeof interview>>;

const claims = [
  sometimes('answered twice', ({ scribe }: State) => scribe[0]!.context.lines.join() === '1 y q,2 x q'),
  sometimes('late answer', ({ asker, messages }: State) => {
    return asker[0]!.context.round === 2 && messages('answer').some(({ round }) => round === 1);
  }),
  sometimes(
    'asked and answered',
    ({ asker, history }: State) => asker[0]!.value === 'content' && history.asked === 2,
  ),
  step('nothing is written down', (before: State, after: State) => {
    return before.scribe[0]!.context.lines.length === after.scribe[0]!.context.lines.length;
  }),
];

describe.each<Network>(['lossy', 'lossy-set', 'latest', 'lossy-latest', 'unordered', 'ordered'])(
  'every trace (%s)',
  (network) => {
    test.each(claims.map(({ name }, index) => [name, index] as const))(
      'is what happens: %s',
      async (_, index) => {
        const { results } = await explore(interview(network), [claims[index]!]);
        const { trace } = results[0]!;
        expect(trace!.steps.length).toBeGreaterThan(1);
        replay(trace!, network);
      },
    );
  },
);

/** A message under way to one participant. */
interface Letter {
  readonly from: string;
  readonly to: string;
  readonly message: object;
}

function replay(trace: Trace, network: Network): void {
  const snapshots = new Map<string, AnyMachineSnapshot>();
  for (const [id, machine] of Object.entries(machines)) {
    const [snapshot] = initialTransition(machine);
    snapshots.set(id, snapshot);
    expect(trace.initial[id]).toEqual({ value: snapshot.value, context: snapshot.context });
  }
  expect(trace.initial.asked).toEqual({ context: 0 });
  let asked = 0;
  let letters: Letter[] = [];

  const machineStep = ({ participant, event, before, after, sent }: TraceStep): void => {
    const snapshot = snapshots.get(participant)!;
    expect(before).toEqual({ value: snapshot.value, context: snapshot.context });
    const [next, actions] = transition(machines[participant]!, snapshot, event);
    expect(after).toEqual({ value: next.value, context: next.context });
    const emitted = (actions as readonly { type: string; params: { event: object } }[])
      .filter(({ type }) => type === 'xstate.emit')
      .map(({ params }) => params.event);
    expect(sent).toEqual(emitted);
    snapshots.set(participant, next);
  };

  const post = (from: string, { to, ...message }: SentMessage): void => {
    for (const receiver of to === 'answerers' ? ['x', 'y'] : [to as string]) {
      const letter: Letter = { from, to: receiver, message };
      const kind = ({ from, to, message }: Letter): string =>
        [from, to, (message as { type: string }).type].join();
      if (network === 'latest' || network === 'lossy-latest')
        letters = letters.filter((other) => kind(other) !== kind(letter));
      if (network === 'lossy-set') letters = letters.filter((other) => !same(other, letter));
      letters.push(letter);
    }
  };

  const take = (to: string, { from, ...message }: TraceStep['event']): void => {
    const letter: Letter = { from: from!, to, message };
    const at = letters.findIndex((other) => same(other, letter));
    expect(at).toBeGreaterThanOrEqual(0);
    if (network === 'ordered')
      expect(letters.slice(0, at).filter((other) => other.from === from && other.to === to)).toEqual([]);
    if (network !== 'lossy') letters.splice(at, 1);
  };

  for (const one of trace.steps) {
    if (one.event.from !== undefined) take(one.participant, one.event);
    machineStep(one);
    for (const message of one.sent) if (message.type !== 'told') post(one.participant, message);
    const inner = one.within.map(({ participant, event: { from, ...event } }) => ({
      participant,
      from,
      event,
    }));
    const expected = one.sent.flatMap(({ to: _, ...event }) => {
      const participant = event.type === 'told' ? 's' : event.type === 'ask' ? 'asked' : undefined;
      return participant === undefined ? [] : [{ participant, from: one.participant, event }];
    });
    expect(inner).toEqual(expected);
    for (const within of one.within) {
      if (within.participant !== 'asked') machineStep(within);
      else {
        expect([within.before, within.after]).toEqual([{ context: asked }, { context: asked + 1 }]);
        asked++;
      }
    }
  }
}

function same(one: Letter, other: Letter): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

test('a trace does not tell of instant messages across a split', async () => {
  const talker = {
    initial: () => [0, []] as const,
    step: (at: number, _: { readonly type: 'talk' }) =>
      at === 0 ? ([1, [{ type: 'hi' as const, to: 'hearer' }]] as const) : undefined,
  };
  const hearer = {
    initial: () => [0, []] as const,
    step: (heard: number, _: Received<{ readonly type: 'hi' }>) => [heard + 1, []] as const,
  };
  const apart = system({
    name: 'apart',
    network: 'lossy',
    roles: {
      talker: role(talker, { instances: ['t'], inputs: [{ type: 'talk' }] }),
      hearer: role(hearer, { instances: ['h'] }),
    },
    instant: ['hi'],
    faults: { partitions: { sides: [['t'], ['h']], times: 1 } },
  });
  const { results } = await explore(apart, [
    sometimes('unheard', ({ talker, hearer }: StateOf<typeof apart>) => {
      return talker[0]!.context === 1 && hearer[0]!.context === 0;
    }),
  ]);
  const [split, talk] = results[0]!.trace!.steps;
  expect(split!.event.type).toBe('fault.split');
  expect(talk!.event.type).toBe('talk');
  expect(talk!.within).toEqual([]);
});

test('a local step that stopped participants did not take is none of theirs', async () => {
  const mortal = system({
    name: 'mortal',
    network: 'lossy',
    roles: {
      asker: role(asker, { instances: ['q'], inputs: [{ type: 'begin' }] }),
      answerers: role(answerer, { instances: ['x'] }),
      scribe: role(scribe, { instances: ['s'] }),
    },
    instant: ['told'],
    faults: { stops: { asker: 1 } },
  });
  const { pairs } = await explore(mortal, []);
  expect([...pairs()].filter(({ before }) => before.value === 'stopped')).toEqual([]);
});
