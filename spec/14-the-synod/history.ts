/** History: every vote ever cast, and what it says is chosen. Only properties read it; no participant can. */
import { observe } from '#model/index.js';
import { type Ballot, compareBallots, isSameBallot } from './ballot.js';
import type { Message, Value, Vote } from './messages.js';
import { includesQuorum, type Quorum } from './quorum.js';

/** A vote and whose it is. */
export interface CastVote extends Vote {
  readonly acceptor: string;
}

/** History: all votes ever cast, a set, sorted by ballot, value and acceptor. An acceptor itself knows only its last. */
export const votesEverCast = observe<readonly CastVote[], Message<'accepted'>>([], {
  accepted: (votes, { from, ballot, value }) => withVote(votes, { acceptor: from, ballot, value }),
});

// #region chosen
/** Whether the acceptor voted for the value in the ballot. */
export function votedFor(
  votes: readonly CastVote[],
  acceptor: string,
  ballot: Ballot,
  value: Value,
): boolean {
  return votes.some(
    (vote) => vote.acceptor === acceptor && isSameBallot(vote.ballot, ballot) && vote.value === value,
  );
}

/** The values that are chosen, whether or not anyone knows: a quorum voted for each of them in one ballot. */
export function chosen(votes: readonly CastVote[], quorums: readonly Quorum[]): readonly Value[] {
  const values = votes
    .filter(({ ballot, value }) => {
      const voters = votes.map(({ acceptor }) => acceptor);
      return includesQuorum(
        voters.filter((acceptor) => votedFor(votes, acceptor, ballot, value)),
        quorums,
      );
    })
    .map(({ value }) => value);
  return [...new Set(values)].sort();
}
// #endregion

/** The votes with one more, if it is new: a set, sorted by ballot, value and acceptor. */
export function withVote(votes: readonly CastVote[], vote: CastVote): readonly CastVote[] {
  if (votedFor(votes, vote.acceptor, vote.ballot, vote.value)) return votes;
  return [...votes, vote].sort(
    (a, b) =>
      compareBallots(a.ballot, b.ballot) ||
      compareText(a.value, b.value) ||
      compareText(a.acceptor, b.acceptor),
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
