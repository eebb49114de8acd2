/**
 * Configurations: who the members are, slot by slot.
 *
 * A change is a decree, and governs from α slots after its own: Lamport, "The Part-Time Parliament" (1998), §3.3.6.
 */
import { isNodeId, type NodeId } from './node-id.js';
import { flawInQuorums, majorities, type Quorums } from './quorum.js';
import { isSlot, type Slot } from './slot.js';

declare const brand: unique symbol;

/** A configuration's number. Made by {@link configurationId}. */
export type ConfigurationId = number & { readonly [brand]: 'ConfigurationId' };

export interface Member {
  readonly id: NodeId;
  /** Which life of the node is the member: a node whose disk was wiped is another member. A whole number from 0. */
  readonly incarnation: number;
  /** An observer hears of decisions, and has neither vote nor promise. */
  readonly part: 'voter' | 'observer';
  /** Where the others find it, as `host:port`; left out where each is told by its options. */
  readonly address?: string;
}

/** A numbered set of members. Made by {@link configuration}. */
export interface Configuration {
  readonly id: ConfigurationId;
  readonly members: readonly Member[];
  /** The voters, and how many of them each phase needs. */
  readonly quorums: Quorums;
}

/** A configuration, and the slot from which it governs until the next one does. */
export interface Governing {
  readonly from: Slot;
  readonly configuration: Configuration;
}

/**
 * The number as a configuration's.
 *
 * @throws RangeError where it is not a whole number from 1.
 *
 * @example
 * configurationId(1); // → 1
 */
export function configurationId(number: number): ConfigurationId {
  if (!Number.isSafeInteger(number) || number < 1)
    throw new RangeError(
      `expected a configuration's number, a whole number from 1, got ${number}; count from the one before it`,
    );
  return number as ConfigurationId;
}

/**
 * A configuration of those members; a quorum is a majority of its voters, in both phases.
 *
 * @throws RangeError where there is no voter, a member has no name or another's, or an incarnation is not a whole number from 0.
 *
 * @example
 * const members = [{ id: nodeId('n1'), incarnation: 0, part: 'voter' } as const];
 * configuration({ id: configurationId(1), members }).quorums.phase2; // → 1
 */
export function configuration({ id, members }: Pick<Configuration, 'id' | 'members'>): Configuration {
  const problem = flawInMembers(members);
  if (problem !== undefined)
    throw new RangeError(
      `expected ${problem}, got ${JSON.stringify(members)}; check the members of configuration ${id}`,
    );
  return { id, members, quorums: majorities(votersOf(members)) };
}

/** What is to be otherwise in one that was not made by {@link configuration}, and in which field; undefined where nothing is. */
export function flawIn({ id, members, quorums }: Configuration): string | undefined {
  if (!isSlot(id)) return 'as id a whole number from 1';
  const problem = flawInMembers(members);
  if (problem !== undefined) return `in members ${problem}`;
  const [voters, acceptors] = [votersOf(members), quorums.acceptors];
  if (acceptors.some((acceptor) => !voters.includes(acceptor)) || new Set(acceptors).size < voters.length)
    return `as quorums.acceptors the voters ${voters.join(', ')}`;
  const flaw = flawInQuorums(quorums);
  return flaw && `in quorums ${flaw}`;
}

function flawInMembers(members: readonly Member[]): string | undefined {
  if (members.some(({ id }) => !isNodeId(id))) return 'names of nodes';
  if (new Set(members.map(({ id }) => id)).size < members.length) return 'each member named once';
  if (members.some(({ incarnation }) => !Number.isSafeInteger(incarnation) || incarnation < 0))
    return 'incarnations that are whole numbers from 0';
  if (members.some(({ part }) => part !== 'voter' && part !== 'observer')) return 'as part voter or observer';
  return votersOf(members).length === 0 ? 'at least one voter' : undefined;
}

function votersOf(members: readonly Member[]): readonly NodeId[] {
  return members.filter(({ part }) => part === 'voter').map(({ id }) => id);
}

/** The configuration that governs the slot: the last one that begins at it or before. */
export function governing(configurations: readonly Governing[], slot: Slot): Configuration {
  const last = configurations.findLast(({ from }) => from <= slot);
  return (last ?? configurations[0]!).configuration;
}

/** The configurations without those that govern no slot after that one. */
export function pruned(configurations: readonly Governing[], after: number): readonly Governing[] {
  const last = configurations.findLastIndex(({ from }) => from <= after + 1);
  return configurations.slice(Math.max(0, last));
}

/** The configurations with one that is decided: where it follows one of them, and is the first that does. */
export function followed(configurations: readonly Governing[], next: Governing): readonly Governing[] {
  const ids = configurations.map(({ configuration }) => configuration.id as number);
  const { id } = next.configuration;
  return ids.includes(id - 1) && !ids.includes(id) ? inOrder([...configurations, next]) : configurations;
}

/**
 * The configurations that another member tells, or a store, and those of one's own that come after them: a new member knows its own first,
 * and at first no other.
 */
export function completed(told: readonly Governing[], own: readonly Governing[]): readonly Governing[] {
  const last = told.at(-1)?.configuration.id ?? 0;
  return [...told, ...own.filter(({ configuration }) => configuration.id > last)];
}

function inOrder(configurations: readonly Governing[]): readonly Governing[] {
  return configurations.toSorted((a, b) => a.from - b.from);
}

export function memberOf({ members }: Configuration, id: NodeId): Member | undefined {
  return members.find((member) => member.id === id);
}
