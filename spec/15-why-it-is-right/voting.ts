/** Voting: how acceptors could choose if each of them saw what all have done. There are no messages (Lamport's module Voting). */
import { and, assertEvent, setup } from 'xstate';
import { role, type StateOf, system } from '#model/index.js';
import { type Ballot, isAbove, isAtLeast, isSameBallot } from '../14-the-synod/ballot.js';
import { type CastVote, votedFor, withVote } from '../14-the-synod/history.js';
import type { Value, Vote } from '../14-the-synod/messages.js';
import type { Quorum } from '../14-the-synod/quorum.js';
import type { Election } from './election.js';
import { show } from './show.js';

// #region state
export interface Voting {
  /** Every vote ever cast: a set, sorted by ballot, value and acceptor. It only grows. */
  readonly votes: readonly CastVote[];
  /** By acceptor, the ballot that it promised: it votes in none below. It only rises (Lamport's maxBal). */
  readonly promised: Readonly<Record<string, Ballot | null>>;
}

/** What can happen. */
export type VotingAction =
  /** An acceptor promises to keep out of all lower ballots (Lamport's IncreaseMaxBal). */
  | { readonly type: 'promise'; readonly acceptor: string; readonly ballot: Ballot }
  /** An acceptor votes for a value in a ballot (Lamport's VoteFor). */
  | { readonly type: 'voteFor'; readonly acceptor: string; readonly ballot: Ballot; readonly value: Value };
// #endregion

// #region safe
/**
 * The quorum shows that the value is safe at the ballot (Lamport's ShowsSafeAt). All its members have promised the ballot or
 * a higher one; and in the highest lower ballot in which any member voted, some member voted for this value. Or no member ever
 * voted below.
 */
export function showsSafeAt(
  quorum: Quorum,
  { ballot, value }: Vote,
  { votes, promised }: Voting,
  ballots: readonly Ballot[],
): boolean {
  const hasPromisedIt = (acceptor: string): boolean => {
    const promise = promised[acceptor]!;
    return promise !== null && isAtLeast(promise, ballot);
  };
  const last = ballots
    .filter((lower) => isAbove(ballot, lower))
    .findLast((lower) => quorum.some((acceptor) => hasVotedIn(lower, acceptor, votes)));
  return (
    quorum.every(hasPromisedIt) &&
    (last === undefined || quorum.some((acceptor) => votedFor(votes, acceptor, last, value)))
  );
}
// #endregion

function hasVotedIn(ballot: Ballot, acceptor: string, votes: readonly CastVote[]): boolean {
  return votes.some((vote) => vote.acceptor === acceptor && isSameBallot(vote.ballot, ballot));
}

const base = setup({ types: { context: {} as Voting, events: {} as VotingAction } });

/** The actions, and when they are allowed. All acceptors are one machine, because no message tells one about another. */
// #region voting
export function votingMachineOf(election: Election) {
  return base
    .extend({
      guards: {
        isAbovePromise: ({ context, event }) => isAbove(event.ballot, context.promised[event.acceptor]!),
        isNotBelowPromise: ({ context, event }) => isAtLeast(event.ballot, context.promised[event.acceptor]!),
        hasNotVotedInIt: ({ context, event }) => !hasVotedIn(event.ballot, event.acceptor, context.votes),
        nobodyElseVotedOtherwiseInIt: ({ context, event }) => {
          assertEvent(event, 'voteFor');
          const others = context.votes.filter(({ acceptor }) => acceptor !== event.acceptor);
          return others.every(
            ({ ballot, value }) => !isSameBallot(ballot, event.ballot) || value === event.value,
          );
        },
        aQuorumShowsItIsSafe: ({ context, event }) => {
          assertEvent(event, 'voteFor');
          const { quorums, ballots } = election;
          return quorums.phase1.some((quorum) => showsSafeAt(quorum, event, context, ballots));
        },
      },
    })
    .extend({
      guards: {
        mayVote: and([
          'isNotBelowPromise',
          'hasNotVotedInIt',
          'nobodyElseVotedOtherwiseInIt',
          'aQuorumShowsItIsSafe',
        ]),
      },
      actions: {
        promise: base.assign({ promised: ({ context, event }) => withPromise(context.promised, event) }),
        vote: base.assign({
          promised: ({ context, event }) => withPromise(context.promised, event),
          votes: ({ context, event }) => {
            assertEvent(event, 'voteFor');
            const { acceptor, ballot, value } = event;
            return withVote(context.votes, { acceptor, ballot, value });
          },
        }),
      },
    })
    .createMachine({
      id: 'voting',
      context: beforeAnyVote(election),
      on: {
        promise: { guard: 'isAbovePromise', actions: 'promise' },
        voteFor: { guard: 'mayVote', actions: 'vote' },
      },
    });
}
// #endregion

function withPromise(promised: Voting['promised'], { acceptor, ballot }: VotingAction): Voting['promised'] {
  return { ...promised, [acceptor]: ballot };
}

export type VotingMachine = ReturnType<typeof votingMachineOf>;

/** Nobody has voted or promised. */
export function beforeAnyVote({ acceptors }: Election): Voting {
  return { votes: [], promised: Object.fromEntries(acceptors.map((acceptor) => [acceptor, null])) };
}

/** Voting as a system of its own. An ablation puts another machine in the place of the right one. */
export function voting(name: string, election: Election, machine = votingMachineOf(election)) {
  return system({
    name,
    roles: { voting: role(machine, { instances: ['everybody'], inputs: actionsOf(election) }) },
    network: 'unordered',
    show,
  });
}

/** A state of it, as its properties see it. */
export type VotingState = StateOf<ReturnType<typeof voting>>;

/** All that may be tried in an election. */
export function actionsOf({ acceptors, ballots, values }: Election): readonly VotingAction[] {
  return acceptors.flatMap((acceptor) =>
    ballots.flatMap((ballot): readonly VotingAction[] => [
      { type: 'promise', acceptor, ballot },
      ...values.map((value) => ({ type: 'voteFor', acceptor, ballot, value }) as const),
    ]),
  );
}
