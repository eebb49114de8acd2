/** Whose store it is: the cluster, the member, and what all members have to agree on. Written once, when it is initialised. */
import { randomInt, randomUUID } from 'node:crypto';
import { type Configuration, configuration, configurationId, memberOf } from '../paxos/configuration.js';
import { type ClusterLimits, clusterLimits, type Limits, limits as withLimits } from '../paxos/limits.js';
import type { NodeId } from '../paxos/node-id.js';
import type { Slot } from '../paxos/slot.js';
import { sameValue, showValue } from '../paxos/value.js';
import { StorageError } from './storage-error.js';

/** What the members of a cluster have in common. */
export interface Cluster {
  /** Differs from every other cluster's, even where their names are alike. */
  readonly cluster: string;
  /** The first configuration; or, for a member that is added later, the one that has added it as an observer. */
  readonly configuration: Configuration;
  /** The slot from which that governs; left out for the first one. */
  readonly from?: Slot;
  readonly limits: ClusterLimits;
}

export interface Identity extends Cluster {
  readonly id: NodeId;
  readonly incarnation: number;
}

/**
 * A new cluster: its members get incarnations, and the cluster a name, that no other has.
 *
 * It is made once. Each member's store is initialised with the same one, for instance from a file of JSON.
 *
 * @param founding the cluster's name for people, its first members, all of them voters, and limits that are not the usual ones
 *
 * @example
 * const cluster = foundCluster({ name: 'sums', members: [nodeId('n1')] });
 * cluster.configuration.quorums.phase1; // → 1
 */
export function foundCluster({
  name,
  members,
  limits = {},
}: {
  readonly name: string;
  readonly members: readonly NodeId[];
  readonly limits?: Partial<Limits>;
}): Cluster {
  const voters = members.map((id) => ({ id, incarnation: drawIncarnation(), part: 'voter' }) as const);
  return {
    cluster: `${name} ${randomUUID()}`,
    configuration: configuration({ id: configurationId(1), members: voters }),
    limits: clusterLimits(withLimits(limits)),
  };
}

/** The most that `randomInt` can choose from. */
const INCARNATIONS = 2 ** 48 - 1;

/** An incarnation that no other life of a node has. */
export function drawIncarnation(): number {
  return randomInt(INCARNATIONS);
}

/**
 * The identity of a first member, or of one that was added as an observer.
 *
 * @throws RangeError where it is neither: only these have never said anything to anybody.
 */
export function identityOf(cluster: Cluster, id: NodeId): Identity {
  const { configuration, from } = cluster;
  const member = memberOf(configuration, id);
  const isNew = member !== undefined && (from === undefined || member.part === 'observer');
  if (!isNew)
    throw new RangeError(
      `expected a first member of ${cluster.cluster}, or an observer that was added to it; got ` +
        `${member === undefined ? id : `${id}, a voter of configuration ${configuration.id}`}. A member that has lost its store is ` +
        'removed, and added again as another one',
    );
  return { ...cluster, id, incarnation: member.incarnation };
}

/**
 * Asserts that a store is the one that its user means; only what is given is compared.
 *
 * @throws StorageError where it is another's.
 */
export function assertIsMeant(identity: Identity, meant: Partial<Identity>): void {
  for (const [field, value] of Object.entries(meant)) {
    const found = identity[field as keyof Identity];
    if (value !== undefined && !sameValue(found, value))
      throw new StorageError('foreign', {
        expected: `a store with ${field} ${showValue(value)}`,
        got: `one with ${field} ${showValue(found)}`,
        likelyCause: 'the folder of another member or cluster, or a node that was given another’s options',
        nextStep: 'check the folder and the options; never copy a store from one member to another',
      });
  }
}
