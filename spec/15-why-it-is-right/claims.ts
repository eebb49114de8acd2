/** What is true of Voting (the invariants of Lamport's module), and what must be possible in it. */
import { always, sometimes } from '#model/index.js';
import { isSameBallot } from '../14-the-synod/ballot.js';
import { chosen } from '../14-the-synod/history.js';
import { isSafeAt } from '../14-the-synod/safe.js';
import type { Election } from './election.js';
import type { Voting, VotingState } from './voting.js';

const seen = ({ voting: [everybody] }: VotingState): Voting => everybody!.context;

// #region claims
/** Lamport's OneValuePerBallot. */
export const oneValuePerBallot = always('one value per ballot', (state: VotingState) => {
  const { votes } = seen(state);
  return votes.every((one) =>
    votes.every((other) => !isSameBallot(one.ballot, other.ballot) || one.value === other.value),
  );
});

/** Lamport's VotesSafe. */
export function votesAreSafe({ quorums, ballots }: Election) {
  return always('votes are safe', (state: VotingState) => {
    const { votes, promised } = seen(state);
    const acceptors = Object.entries(promised).map(([id, ballot]) => ({
      id,
      context: { promised: ballot, vote: null },
    }));
    return votes.every((vote) => isSafeAt(vote, { votes, acceptors, quorums: quorums.phase1, ballots }));
  });
}
// #endregion

/** Without this, the claims above could hold because nobody votes. */
export function aValueIsChosen({ quorums }: Election) {
  return sometimes(
    'a value is chosen',
    (state: VotingState) => chosen(seen(state).votes, quorums.phase2).length > 0,
  );
}

/** And without this, because there is only ever one ballot. */
export function aValueIsChosenTwice({ quorums, ballots }: Election) {
  return sometimes('a value is chosen in two ballots', (state: VotingState) => {
    const { votes } = seen(state);
    const decisive = ballots.filter((ballot) => {
      const inBallot = votes.filter((vote) => isSameBallot(vote.ballot, ballot));
      return chosen(inBallot, quorums.phase2).length > 0;
    });
    return decisive.length >= 2;
  });
}
