/** States that differ only in names stand for one another, against the same systems as they are: faults included. */
import fc, { type Arbitrary } from 'fast-check';
import { expect, test } from 'vitest';
import {
  always,
  deadlockFree,
  explore,
  type Network,
  type Property,
  replay,
  role,
  type StateOf,
  type StepFunction,
  sometimes,
  step,
  system,
} from '#model/index.js';

/** What every peer does when it is poked and when it hears another, by its mood. */
interface Plan {
  readonly network: Network;
  readonly peers: number;
  readonly stops: number;
  readonly restarts: number;
  readonly durable: readonly ('mood' | 'last')[];
  /** How often the network splits: each peer on a side of its own. */
  readonly splits: number;
  /** How many messages there are beyond which it does not go on. */
  readonly mail: number;
  readonly moods: readonly { readonly poked: Reaction | null; readonly heard: Reaction | null }[];
}

interface Reaction {
  readonly mood: number;
  readonly says: 'nothing' | 'to all' | 'to the last';
}

const MOODS = 3;
const STATES = 4000;
const reactions: Arbitrary<Reaction> = fc.record({
  mood: fc.nat(MOODS - 1),
  says: fc.constantFrom('nothing', 'to all', 'to the last'),
});
const perhaps = fc.option(reactions, { freq: 4 });
/** Any number of times, or a few. */
const times = fc.constantFrom(0, 1, 2, Number.POSITIVE_INFINITY);
const plans: Arbitrary<Plan> = fc.record({
  network: fc.constantFrom<Network>(
    ...(['lossy', 'lossy-set', 'latest', 'lossy-latest', 'rounds', 'unordered', 'ordered'] as const),
  ),
  peers: fc.integer({ min: 2, max: 3 }),
  stops: times,
  restarts: times,
  durable: fc.subarray(['mood', 'last']),
  splits: fc.nat(1),
  mail: fc.constantFrom(2, 4, Number.POSITIVE_INFINITY),
  moods: fc.array(fc.record({ poked: perhaps, heard: perhaps }), { minLength: MOODS, maxLength: MOODS }),
});

interface Peer {
  readonly mood: number;
  readonly last: string | null;
}
type Heard = { readonly type: 'poke' | 'round' } | { readonly type: 'hey'; readonly from: string };

function peersOf({ network, peers, stops, restarts, durable, splits, mail, moods }: Plan) {
  const instances = ['x', 'y', 'z'].slice(0, peers);
  return system({
    name: 'peers',
    network,
    ...(network === 'rounds' && { rounds: 2 }),
    ...(mail !== Number.POSITIVE_INFINITY && {
      within: ({ messages }: { messages: (type: 'hey') => readonly unknown[] }) =>
        messages('hey').length <= mail,
    }),
    symmetry: { roles: ['peer'] },
    faults: {
      ...(stops > 0 && { stops: { peer: stops } }),
      ...(restarts > 0 && { restarts: { peer: restarts } }),
      ...(splits > 0 && { partitions: { sides: instances.map((one) => [one]), times: splits } }),
    },
    roles: {
      peer: role(
        {
          initial: (_: string, kept?: Partial<Peer>) =>
            [{ mood: 0, last: null, ...kept } as Peer, []] as const,
          step: ({ mood, last }: Peer, event: Heard) => {
            const reaction = moods[mood]![event.type === 'poke' ? 'poked' : 'heard'];
            if (reaction === null) return undefined;
            const next = { mood: reaction.mood, last: event.type === 'hey' ? event.from : last };
            const to = reaction.says === 'to the last' ? next.last : 'peer';
            const sent = reaction.says === 'nothing' || to === null ? [] : [{ type: 'hey' as const, to }];
            return [next, sent] as const;
          },
        },
        { instances, inputs: [{ type: 'poke' }], durable },
      ),
    },
  });
}

type State = StateOf<ReturnType<typeof peersOf>>;

/** Claims that treat all peers alike. */
function claimsOf(mood: number): readonly Property<State>[] {
  const inMood = ({ peer }: State): number => peer.filter(({ context }) => context.mood === mood).length;
  return [
    sometimes('all are in the mood', (state) => inMood(state) === state.peer.length),
    always('one at most is in the mood', (state) => inMood(state) < 2),
    sometimes('one has stopped', ({ peer }) => peer.some(({ value }) => value === 'stopped')),
    sometimes('two heard each other', ({ peer }) =>
      peer.some(({ id, context: { last } }) =>
        peer.some((other) => other.id === last && other.context.last === id && last !== id),
      ),
    ),
    step('as many are in the mood', (before, after) => inMood(before) <= inMood(after)),
    step('nobody leaves the mood', (before, after) =>
      before.peer.every(
        ({ context }, one) => context.mood !== mood || after.peer[one]!.context.mood === mood,
      ),
    ),
    step('one speaks last', (before, after) =>
      before.peer.every(
        ({ context: { last } }, one) => last === null || after.peer[one]!.context.last === last,
      ),
    ),
    deadlockFree('somebody can go on'),
  ];
}

test('the verdicts, and the lengths of traces, are those of the system as it is', {
  timeout: 120_000,
}, async () => {
  const met = new Set<string>();
  let smaller = 0;
  await fc.assert(
    fc.asyncProperty(plans, fc.nat(MOODS - 1), async (plan, mood) => {
      const subject = peersOf(plan);
      const properties = claimsOf(mood);
      const found = async (symmetry: boolean) => {
        const { complete, stopped, states, results } = await explore(subject, properties, {
          symmetry,
          maxStates: STATES,
        });
        for (const [index, { trace }] of results.entries())
          if (trace) expect(replay(subject, trace, properties[index])).toBeUndefined();
        const verdicts = results.map(({ property, verdict, trace }) =>
          [property, verdict, trace?.steps.length].join(' '),
        );
        return { complete, stopped, states, verdicts };
      };
      const full = await found(false);
      fc.pre(full.stopped !== 'states');
      const small = await found(true);
      expect(small.verdicts).toEqual(full.verdicts);
      expect(small.states).toBeLessThanOrEqual(full.states);
      if (small.states < full.states) smaller++;
      for (const verdict of full.verdicts) met.add(verdict.replace(/ \d+$| $/, ''));
    }),
    { numRuns: 80 },
  );
  expect(met.size).toBe(2 * claimsOf(0).length);
  expect(smaller).toBeGreaterThan(40);
});

const quiet: Plan = {
  network: 'unordered',
  peers: 3,
  stops: 1,
  restarts: 0,
  durable: [],
  splits: 0,
  mail: Number.POSITIVE_INFINITY,
  moods: [{ poked: null, heard: null }],
};

test('one of three may stop: which one makes no difference', async () => {
  const [full, small] = await Promise.all(
    [false, true].map((symmetry) => explore(peersOf(quiet), [], { symmetry })),
  );
  expect([full!.states, small!.states]).toEqual([4, 2]);
});

test('a partition with one on one side and two on the other does not treat all three alike', async () => {
  const subject = peersOf(quiet);
  const sides = [['x'], ['y', 'z']];
  await expect(
    explore({ ...subject, faults: { partitions: { sides, times: 1 } } }, [], { symmetry: true }),
  ).rejects.toThrow(
    "system peers is not symmetric in 'x' and 'y': of x to z and y to z a partition cuts one and not the other; take them out of the " +
      "system's 'symmetry', or explore without it",
  );
});

test('an order in which answers are received at once is no order among those who are alike', async () => {
  type Event = { readonly type: 'go' | 'ask' };
  const peer: StepFunction<{ gone: boolean }, Event, { type: 'answer' | 'ask'; to: string }> = {
    initial: () => [{ gone: false }, []],
    step: (state, { type }) => {
      if (type === 'ask') return [state, [{ type: 'answer', to: 'h' }]];
      return state.gone ? undefined : [{ gone: true }, [{ type: 'ask', to: 'peer' }]];
    },
  };
  const hub = {
    initial: () => [{ answers: [] as readonly { by: string }[] }, []] as const,
    step: ({ answers }: { answers: readonly { by: string }[] }, { from }: { type: 'answer'; from: string }) =>
      [{ answers: [...answers, { by: from }] }, []] as const,
  };
  const subject = system({
    name: 'asking',
    network: 'lossy-set',
    instant: ['ask', 'answer'],
    symmetry: { roles: ['peer'] },
    roles: {
      peer: role(peer, { instances: ['x', 'y'], inputs: [{ type: 'go' }] }),
      hub: role(hub, { instances: ['h'] }),
    },
  });
  expect(await explore(subject, [])).toMatchObject({ complete: true, states: 4 });
  await expect(explore(subject, [], { symmetry: true })).rejects.toThrow(
    "system asking is not symmetric in 'x' and 'y': both receive an instant message of one step, in the order of the system",
  );
});
