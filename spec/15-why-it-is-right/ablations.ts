/** Voting with one rule taken away. */
import type { Election } from './election.js';
import { type VotingMachine, votingMachineOf } from './voting.js';

// #region anything
/** An acceptor that may vote at all may vote for anything. */
export function votesForAnything(election: Election): VotingMachine {
  return votingMachineOf(election).provide({ guards: { aQuorumShowsItIsSafe: () => true } });
}
// #endregion

// #region nobody
/** A Voting that does less than the Synod: nobody votes. */
export function nobodyVotes(election: Election): VotingMachine {
  return votingMachineOf(election).provide({ guards: { mayVote: () => false } });
}

/** The same: nobody promises, except by voting. */
export function nobodyPromises(election: Election): VotingMachine {
  return votingMachineOf(election).provide({ guards: { isAbovePromise: () => false } });
}
// #endregion
