/** Chapter 16 tied to production: the functions of the log's roles that the replica calls, with their mappings. */
import type { Pair } from '#model/index.js';
import { leaderMachine } from '#spec/16-the-parliament/leader.js';
import { acceptorsOf, type Size } from '#spec/16-the-parliament/size.js';
import { decide } from '#src/paxos/log.js';
import { stepLogAcceptor } from '#src/paxos/log-acceptor.js';
import { stepLogLeader } from '#src/paxos/log-leader.js';
import { stepLogLearner } from '#src/paxos/log-learner.js';
import { type Comparer, comparer } from '../compare.js';
import { acceptorMapping } from './acceptor.js';
import { leaderMapping } from './leader.js';
import { learnerMapping } from './learner.js';
import { type Decide, replicaMapping } from './replica.js';
import { membersOf } from './words.js';

/** The roles' functions; a mutant has another one in the place of the right one. */
export interface LogRoles {
  readonly leader: typeof stepLogLeader<string>;
  readonly acceptor: typeof stepLogAcceptor<string>;
  readonly learner: typeof stepLogLearner<string>;
  readonly replica: Decide;
}

/** The functions that a replica calls. */
export const production: LogRoles = {
  leader: stepLogLeader,
  acceptor: stepLogAcceptor,
  learner: stepLogLearner,
  replica: decide,
};

/** Comparers for the parts of a node, and for the learners. */
export function comparersOf(
  size: Size,
  roles: LogRoles = production,
): Readonly<Record<keyof LogRoles, Comparer>> {
  const members = membersOf(acceptorsOf(size));
  const { leader, acceptor, learner, replica } = roles;
  return {
    leader: comparer(leaderMapping(members, leader, leaderMachine)),
    acceptor: comparer(acceptorMapping(members, acceptor)),
    learner: (pair) => comparer(learnerMapping(slotOf(pair), members, learner))(pair),
    replica: comparer(replicaMapping(members, replica)),
  };
}

/** The slot of a learner, by its name. */
function slotOf({ id }: Pair): number {
  return Number(id.slice(1));
}
