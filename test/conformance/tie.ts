/** Chapter 14 tied to production: which roles are compared, with which mappings. */
import { proposerMachine } from '#spec/14-the-synod/proposer.js';
import { acceptorsOf, type Size } from '#spec/14-the-synod/size.js';
import type { Machines } from '#spec/14-the-synod/synod.js';
import { stepAcceptor } from '#src/paxos/acceptor.js';
import { stepLearner } from '#src/paxos/learner.js';
import { nodeId } from '#src/paxos/node-id.js';
import { stepProposer } from '#src/paxos/proposer.js';
import { majorities } from '#src/paxos/quorum.js';
import { acceptorMapping } from './acceptor.js';
import { type Comparer, comparer } from './compare.js';
import { learnerMapping } from './learner.js';
import { proposerMapping } from './proposer.js';

/** The production roles' functions; a mutant has another one in the place of the right one. */
export interface Roles {
  readonly acceptor: typeof stepAcceptor<string>;
  readonly proposer: typeof stepProposer<string>;
  readonly learner: typeof stepLearner<string>;
}

/** The functions that a node calls. */
export const production: Roles = { acceptor: stepAcceptor, proposer: stepProposer, learner: stepLearner };

/**
 * Comparers for the roles that production has. The client is not among them: it belongs to whoever uses the protocol.
 */
export function comparers(
  size: Size,
  roles: Roles = production,
  machines: Partial<Machines> = {},
): Readonly<Record<keyof Roles, Comparer>> {
  const quorums = majorities(acceptorsOf(size).map(nodeId));
  const instance = { quorums, rounds: size.rounds, machine: machines.proposer ?? proposerMachine };
  return {
    acceptor: comparer(acceptorMapping(roles.acceptor)),
    proposer: comparer(proposerMapping(instance, roles.proposer)),
    learner: comparer(learnerMapping(quorums, roles.learner)),
  };
}
