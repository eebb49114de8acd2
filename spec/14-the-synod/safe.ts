/** When a value is safe at a ballot: the notion on which the proof of Paxos rests. */
import type { AcceptorContext } from './acceptor.js';
import { type Ballot, isAbove, isSameBallot } from './ballot.js';
import { type CastVote, votedFor } from './history.js';
import type { Value, Vote } from './messages.js';
import type { Quorum } from './quorum.js';

/** What decides whether a value is safe: history, what the acceptors have promised, and the instance's constants. */
export interface Election {
  /** History: the votes ever cast. */
  readonly votes: readonly CastVote[];
  readonly acceptors: readonly { readonly id: string; readonly context: AcceptorContext }[];
  /** The quorums of phase 1: each meets every quorum that can choose a value. */
  readonly quorums: readonly Quorum[];
  /** All ballots there can be. */
  readonly ballots: readonly Ballot[];
}

// #region safe
/**
 * No other value was chosen in a lower ballot, and none can be any more (module Voting, SafeAt). In each lower ballot one
 * quorum of phase 1 is enough to look at, because every quorum that could choose shares an acceptor with it.
 */
export function isSafeAt({ ballot, value }: Vote, election: Election): boolean {
  return election.ballots
    .filter((lower) => isAbove(ballot, lower))
    .every((lower) => noOtherChoosableIn(lower, value, election));
}

/** All of some quorum voted for this value in the ballot or can no longer vote in it: no other value can be chosen in it. */
function noOtherChoosableIn(ballot: Ballot, value: Value, election: Election): boolean {
  return election.quorums.some((quorum) =>
    quorum.every(
      (acceptor) =>
        votedFor(election.votes, acceptor, ballot, value) || cannotVoteIn(ballot, acceptor, election),
    ),
  );
}

/** It did not vote in the ballot, and has promised a higher one. */
function cannotVoteIn(ballot: Ballot, acceptor: string, { votes, acceptors }: Election): boolean {
  const didVote = votes.some((vote) => vote.acceptor === acceptor && isSameBallot(vote.ballot, ballot));
  const promised = acceptors.find(({ id }) => id === acceptor)?.context.promised ?? null;
  return !didVote && promised !== null && isAbove(promised, ballot);
}
// #endregion
