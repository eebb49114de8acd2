/** The mappings: how a state of one level is seen from the level above. */
import { chosen } from '../14-the-synod/history.js';
import type { SynodState } from '../14-the-synod/synod.js';
import type { Consensus } from './consensus.js';
import type { Election } from './election.js';
import type { Voting } from './voting.js';

// #region consensus
/** What the votes come to: the values for which a quorum voted in one ballot. */
export function asConsensus({ votes }: Voting, { quorums }: Election): Consensus {
  return { chosen: chosen(votes, quorums.phase2) };
}
// #endregion

// #region voting
/** What the acceptors have promised; and the votes, all of which only history remembers. */
export function asVoting({ acceptor: acceptors, history }: SynodState): Voting {
  return {
    votes: history.votes,
    promised: Object.fromEntries(acceptors.map(({ id, context }) => [id, context.promised])),
  };
}
// #endregion
