/** The handshake: what a node says of itself before anything else, and why one that says it is not listened to. */
import { type Configuration, memberOf } from '../paxos/configuration.js';
import type { ClusterLimits } from '../paxos/limits.js';
import type { NodeId } from '../paxos/node-id.js';
import { sameValue } from '../paxos/value.js';
import { KNOWN, WORDS } from '../paxos/versions.js';

/** The versions that a program speaks, of the messages between nodes and of decrees alike. */
export interface Versions {
  /** The lowest. */
  readonly version: number;
  /** The highest. Left out by nodes that speak one alone. */
  readonly versionMax?: number;
}

/** Those of this program. A new kind of decree or message is brought by the next one. */
export const VERSIONS = {
  version: 1,
  versionMax: Math.max(KNOWN, ...Object.values(WORDS)),
} satisfies Versions;

/** What a node says of itself before anything else. */
export interface Hello extends Versions {
  /** The cluster's name. */
  readonly cluster: string;
  readonly id: NodeId;
  readonly incarnation: number;
  /** How often its storage was opened. */
  readonly start: number;
  /** What has to be the same on every member. */
  readonly limits: ClusterLimits;
  /** It compares states, and is told digests. Left out by programs that do not know of them. */
  readonly compares?: true;
}

/** Why a node is not listened to. */
export interface Objection {
  readonly kind: 'cluster' | 'version' | 'limits' | 'stranger';
  readonly why: string;
  /** Of a stranger: the configuration of the first open slot. The stranger is in none from there on. */
  readonly configuration?: number;
}

/** What speaks against the other one; null where it is a member that can be understood. */
export function objectionTo(
  other: Hello,
  own: Hello,
  configurations: readonly Configuration[],
): Objection | null {
  const { cluster, id, incarnation, limits } = other;
  if (cluster !== own.cluster)
    return { kind: 'cluster', why: `it is of cluster ${cluster}, not ${own.cluster}` };
  if (commonVersion(other, own) === null)
    return { kind: 'version', why: `it speaks ${versionsOf(other)}, not ${versionsOf(own)}` };
  if (!sameValue(limits, own.limits))
    return { kind: 'limits', why: `its limits of the cluster are ${JSON.stringify(limits)}` };
  const isMember = configurations.some(
    (configuration) => memberOf(configuration, id)?.incarnation === incarnation,
  );
  if (isMember) return null;
  const known = configurations.map((configuration) => configuration.id);
  return {
    kind: 'stranger',
    why: `${id} in incarnation ${incarnation} is no member of configuration ${known.join(' or ')}`,
    configuration: known[0]!,
  };
}

/** The version in which two nodes talk: the highest that both speak; null where there is none. */
export function commonVersion(one: Versions, other: Versions): number | null {
  const highest = Math.min(highestOf(one), highestOf(other));
  return highest >= Math.max(one.version, other.version) ? highest : null;
}

/** The highest version that every member knows; null while one of them has not said. */
export function versionOfAll(
  configurations: readonly Configuration[],
  said: ReadonlyMap<NodeId, Versions>,
): number | null {
  const members = configurations.flatMap((configuration) =>
    configuration.members.map(({ id }) => said.get(id)),
  );
  return members.reduce<number | null>(
    (lowest, member) =>
      lowest === null || member === undefined ? null : Math.min(lowest, highestOf(member)),
    Number.MAX_SAFE_INTEGER,
  );
}

export function highestOf({ version, versionMax = version }: Versions): number {
  return versionMax;
}

function versionsOf(hello: Hello): string {
  const highest = highestOf(hello);
  return highest === hello.version ? `version ${highest}` : `versions ${hello.version} to ${highest}`;
}
