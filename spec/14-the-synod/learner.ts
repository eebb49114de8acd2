/** The learner: it collects votes and knows a value is chosen once a quorum voted for it in one ballot. */
import { and, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import { type Ballot, compareBallots, isSameBallot } from './ballot.js';
import type { Restored } from './memory.js';
import type { Message, Value } from './messages.js';
import { includesQuorum, type Quorum } from './quorum.js';

export interface LearnerInput {
  /** The quorums of phase 2: whose votes in one ballot choose a value. */
  readonly quorums: readonly Quorum[];
}

/** Who voted for the value in the ballot, as far as the learner was told. */
export interface Tally {
  readonly ballot: Ballot;
  readonly value: Value;
  /** A set: sorted, each acceptor once however often its vote arrives. */
  readonly acceptors: readonly string[];
}

export interface LearnerContext extends LearnerInput {
  /** The votes for values it has not learned, by ballot from the lowest: no tally is a quorum yet. */
  readonly votes: readonly Tally[];
  /** What it has learned: a set, sorted. It goes on listening, so that a second value would be seen. */
  readonly learned: readonly Value[];
}

const base = setup({
  types: {
    context: {} as LearnerContext,
    events: {} as Received<Message<'accepted'>>,
    input: {} as LearnerInput & Restored<LearnerContext>,
    emitted: {} as Sent<Message<'decided'>>,
  },
  guards: {
    isNews: ({ context, event }) =>
      !context.learned.includes(event.value) && !votersFor(event, context.votes).includes(event.from),
    completesAQuorum: ({ context, event }) =>
      includesQuorum([...votersFor(event, context.votes), event.from], context.quorums),
  },
});

/** Paxos Made Simple, §2.3. A vote for a value that was learned tells nothing new. */
// #region learner
export const learnerMachine = base
  .extend({
    guards: { isDecisive: and(['isNews', 'completesAQuorum']) },
    actions: {
      countVote: base.assign({ votes: ({ context, event }) => withVote(event, context.votes) }),
      learn: base.assign({
        learned: ({ context, event }) => including(context.learned, event.value),
        votes: ({ context, event }) => context.votes.filter(({ value }) => value !== event.value),
      }),
      sendDecided: base.emit(({ event }) => ({ type: 'decided', to: 'client', value: event.value })),
    },
  })
  .createMachine({
    id: 'learner',
    context: ({ input: { durable, ...input } }) => ({ ...input, votes: [], learned: [], ...durable }),
    on: {
      accepted: [
        { guard: 'isDecisive', actions: ['learn', 'sendDecided'] },
        { guard: 'isNews', actions: 'countVote' },
      ],
    },
  });
// #endregion

type Accepted = Received<Message<'accepted'>>;

/** Those known to have voted for the value in the ballot. Votes in other ballots do not add to these. */
export function votersFor({ ballot, value }: Accepted, votes: readonly Tally[]): readonly string[] {
  return votes.find((tally) => isSameTally(tally, ballot, value))?.acceptors ?? [];
}

/** The tallies with one more vote; it must be new. */
export function withVote(accepted: Accepted, votes: readonly Tally[]): readonly Tally[] {
  const { ballot, value, from } = accepted;
  const others = votes.filter((tally) => !isSameTally(tally, ballot, value));
  const tally = { ballot, value, acceptors: [...votersFor(accepted, votes), from].sort() };
  return [...others, tally].sort(
    (a, b) => compareBallots(a.ballot, b.ballot) || (a.value < b.value ? -1 : 1),
  );
}

function isSameTally(tally: Tally, ballot: Ballot, value: Value): boolean {
  return isSameBallot(tally.ballot, ballot) && tally.value === value;
}
