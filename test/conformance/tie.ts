/** Chapter 14 tied to production: which roles are compared, with which mappings. */
import { ballotsWithin } from '#spec/14-the-synod/ballot.js';
import { proposerMachine } from '#spec/14-the-synod/proposer.js';
import type { Size } from '#spec/14-the-synod/size.js';
import type { Machines } from '#spec/14-the-synod/synod.js';
import { stepAcceptor } from '#src/paxos/acceptor.js';
import type { Ballot } from '#src/paxos/ballot.js';
import { stepLearner } from '#src/paxos/learner.js';
import { stepProposer } from '#src/paxos/proposer.js';
import type { Quorums } from '#src/paxos/quorum.js';
import { acceptorMapping } from './acceptor.js';
import { type Comparer, comparer, type Disguise } from './compare.js';
import { learnerMapping } from './learner.js';
import { proposerMapping } from './proposer.js';
import { productionQuorums } from './words.js';

/** The production roles' functions; a mutant has another one in the place of the right one. */
export interface Roles {
  readonly acceptor: typeof stepAcceptor<string>;
  readonly proposer: typeof stepProposer<string>;
  readonly learner: typeof stepLearner<string>;
}

/** The functions that a node calls. */
export const production: Roles = { acceptor: stepAcceptor, proposer: stepProposer, learner: stepLearner };

/** What an instance of the spec fixes. */
export interface Instance {
  readonly quorums: Quorums;
  /** The bound on each proposer's rounds, by name. */
  readonly rounds: Readonly<Record<string, number>>;
  /** The ballots in which a learner may have learned. */
  readonly ballots: readonly Ballot[];
}

export function instanceOf(size: Size): Instance {
  const { rounds } = size;
  return { quorums: productionQuorums(size), rounds, ballots: ballotsWithin(rounds) as readonly Ballot[] };
}

/** The mappings of the roles that production has. The client is not among them: it belongs to whoever uses the protocol. */
export function mappings(
  instance: Instance,
  roles: Roles = production,
  { proposer: machine = proposerMachine }: Partial<Machines> = {},
) {
  return {
    acceptor: acceptorMapping(roles.acceptor),
    proposer: proposerMapping({ ...instance, machine }, roles.proposer),
    learner: learnerMapping(instance, roles.learner),
  };
}

export interface Variant {
  readonly roles?: Roles;
  readonly machines?: Partial<Machines>;
  readonly disguise?: Disguise;
}

/** Comparers for the roles that production has; of a variant, where that is told from the right one. */
export function comparers(
  instance: Instance,
  { roles, machines, disguise }: Variant = {},
): Readonly<Record<keyof Roles, Comparer>> {
  const { acceptor, proposer, learner } = mappings(instance, roles, machines);
  return {
    acceptor: comparer(acceptor, disguise),
    proposer: comparer(proposer, disguise),
    learner: comparer(learner, disguise),
  };
}
