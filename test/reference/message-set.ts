/**
 * Message-set Paxos, after Lamport's TLA+ module: acceptors, one leader a ballot, and messages that never go away.
 *
 * A leader hears of a promise in the very step that sends it, so what it remembers is a function of the messages
 * sent, and the states are those of the module, which has no leaders.
 */
import { assertEvent, setup } from 'xstate';
import { always, type Received, role, type Sent, sometimes, system } from '#model/index.js';
import { type Check, check, numbered, reference } from './reference.js';

export default reference(
  'message-set Paxos',
  { A: 'acceptors', V: 'values', B: 'ballots' },
  (acceptors, values, ballots) => messageSet(acceptors, values, ballots),
);

export interface Vote {
  readonly ballot: number;
  readonly value: string;
}

type Prepare = { readonly type: 'prepare'; readonly ballot: number };
type Promise = { readonly type: 'promise'; readonly ballot: number; readonly voted: Vote | null };
type Accept = { readonly type: 'accept'; readonly ballot: number; readonly value: string };
type Accepted = { readonly type: 'accepted'; readonly ballot: number; readonly value: string };

const acceptorSetup = setup({
  types: {
    context: {} as {
      /** The highest ballot promised; -1 before the first. Never falls. */
      readonly promised: number;
      /** The last vote. Its ballot is at most `promised`. */
      readonly voted: Vote | null;
    },
    events: {} as Received<Prepare> | Received<Accept>,
    emitted: {} as Sent<Promise> | Sent<Accepted>,
  },
  guards: {
    isAbovePromise: ({ context, event }) => event.ballot > context.promised,
    isNotBelowPromise: ({ context, event }) => event.ballot >= context.promised,
  },
});

export const acceptor = acceptorSetup
  .extend({
    actions: {
      raisePromise: acceptorSetup.assign({ promised: ({ event }) => event.ballot }),
      raisePromiseByVote: acceptorSetup.assign({ promised: ({ event }) => event.ballot }),
      vote: acceptorSetup.assign({
        voted: ({ event }) => {
          assertEvent(event, 'accept');
          return { ballot: event.ballot, value: event.value };
        },
      }),
      promise: acceptorSetup.emit(({ context, event }) => ({
        type: 'promise',
        ballot: event.ballot,
        voted: context.voted,
        to: event.from,
      })),
      // Nobody needs to receive it: it is sent so that properties see it.
      accepted: acceptorSetup.emit(({ event }) => {
        assertEvent(event, 'accept');
        return { type: 'accepted', ballot: event.ballot, value: event.value, to: [] };
      }),
    },
  })
  .createMachine({
    id: 'acceptor',
    context: { promised: -1, voted: null },
    on: {
      prepare: { guard: 'isAbovePromise', actions: ['raisePromise', 'promise'] },
      accept: { guard: 'isNotBelowPromise', actions: ['raisePromiseByVote', 'vote', 'accepted'] },
    },
  });

interface LeaderContext {
  readonly ballot: number;
  /** How many acceptors are a quorum. */
  readonly quorum: number;
  /** The vote that each acceptor reported with its promise for this ballot, by the acceptor's name. */
  readonly promises: Readonly<Record<string, Vote | null>>;
}

const leaderSetup = setup({
  types: {
    context: {} as LeaderContext,
    input: {} as { readonly ballot: number; readonly quorum: number },
    events: {} as
      | { readonly type: 'prepare' }
      | { readonly type: 'propose'; readonly value: string }
      | Received<Promise>,
    emitted: {} as Sent<Prepare> | Sent<Accept>,
  },
  guards: {
    someQuorumAllowsValue: ({ context, event }) => {
      assertEvent(event, 'propose');
      return someQuorumAllows(context, event.value);
    },
  },
});

export const leader = leaderSetup
  .extend({
    actions: {
      rememberPromise: leaderSetup.assign({
        promises: ({ context, event }) => {
          assertEvent(event, 'promise');
          return { ...context.promises, [event.from]: event.voted };
        },
      }),
      prepare: leaderSetup.emit(({ context }) => ({
        type: 'prepare',
        ballot: context.ballot,
        to: 'acceptor',
      })),
      accept: leaderSetup.emit(({ context, event }) => {
        assertEvent(event, 'propose');
        return { type: 'accept', ballot: context.ballot, value: event.value, to: 'acceptor' };
      }),
    },
  })
  .createMachine({
    id: 'leader',
    context: ({ input }) => ({ ...input, promises: {} }),
    initial: 'undecided',
    on: {
      prepare: { actions: 'prepare' },
      promise: { actions: 'rememberPromise' },
    },
    states: {
      undecided: {
        on: { propose: { guard: 'someQuorumAllowsValue', target: 'proposed', actions: 'accept' } },
      },
      proposed: {},
    },
  });

/**
 * Whether some quorum of those that promised reports no vote, or `value` as its vote of the highest ballot.
 *
 * A quorum need not be searched for: the largest set that agrees with a highest vote is everybody who reports none
 * above it, and any quorum within that set will do.
 */
function someQuorumAllows({ promises, quorum }: LeaderContext, value: string): boolean {
  const reports = Object.values(promises);
  const reportingAtMost = (ballot: number) =>
    reports.filter((report) => report === null || report.ballot <= ballot).length;
  return (
    reportingAtMost(-1) >= quorum ||
    reports.some((report) => report?.value === value && reportingAtMost(report.ballot) >= quorum)
  );
}

/** What an ablation may put in the place of the right machines, or of a majority. */
export interface Rules {
  readonly acceptor: typeof acceptor;
  readonly leader: typeof leader;
  readonly quorum: number;
}

export function messageSet(
  acceptors: number,
  values: number,
  ballots: number,
  rules: Partial<Rules> = {},
): Check {
  const quorum = rules.quorum ?? Math.floor(acceptors / 2) + 1;
  const leaders = numbered('l', ballots, 0).map((name, ballot) => [name, { ballot, quorum }]);
  const messages = system({
    name: 'message-set',
    network: 'lossy',
    instant: ['promise'],
    symmetry: { roles: ['acceptor'], values: [numbered('v', values)] },
    roles: {
      acceptor: role(rules.acceptor ?? acceptor, { instances: numbered('a', acceptors) }),
      leader: role(rules.leader ?? leader, {
        instances: Object.fromEntries(leaders),
        inputs: [
          { type: 'prepare' },
          ...numbered('v', values).map((value) => ({ type: 'propose' as const, value })),
        ],
        ignores: { propose: 'one value is proposed in a ballot' },
      }),
    },
  });
  return check(messages, [
    always('agreement', (state) => chosenValues(state.messages('accepted'), quorum).size <= 1),
    sometimes('a value is chosen', (state) => chosenValues(state.messages('accepted'), quorum).size > 0),
  ]);
}

/** The values for which a quorum voted in one ballot. */
function chosenValues(votes: readonly Received<Accepted>[], quorum: number): ReadonlySet<string> {
  const voters = new Map<string, number>();
  const chosen = new Set<string>();
  for (const { ballot, value } of votes) {
    const key = `${ballot} ${value}`;
    const count = (voters.get(key) ?? 0) + 1;
    voters.set(key, count);
    if (count >= quorum) chosen.add(value);
  }
  return chosen;
}
