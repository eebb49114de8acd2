/**
 * Reads without a write to the log: how far may anything be decided, and what is the state there? A leader with a lease knows; otherwise
 * a quorum does.
 *
 * A decided slot has the votes of a quorum, which every quorum meets: whatever was answered before the read began stands at or
 * below the highest slot that a quorum of voters names. Charapko, Ailijiang, Demirbas, "Linearizable Quorum Reads in Paxos"
 * (2019).
 */
import type { Governing } from './configuration.js';
import { including, type NodeId } from './node-id.js';
import { hasQuorum } from './quorum.js';

/** One read under way. */
export interface Read<Command> {
  readonly read: number;
  readonly command: Command;
  /** The voters that have told how far anything may be decided, sorted. */
  readonly told: readonly NodeId[];
  /** The last slot that they named. */
  readonly last: number;
  readonly notAfter: number | null;
  /** The slot that a leader with a lease has named: it can be answered from there, whoever else tells what. */
  readonly leased?: number;
}

/** Whether it can be answered from the state after that slot since a leader with a lease says so. */
export function isLeased({ leased }: Read<unknown>, executed: number): boolean {
  return leased !== undefined && leased <= executed;
}

/** A read that nobody has told anything yet. */
export function startRead<Command>({
  read,
  command,
  notAfter,
}: Pick<Read<Command>, 'read' | 'command' | 'notAfter'>): Read<Command> {
  return { read, command, told: [], last: 0, notAfter };
}

/** The read, with what one more voter has told. */
export function tell<Command>(read: Read<Command>, from: NodeId, last: number): Read<Command> {
  return { ...read, told: including(read.told, from), last: Math.max(read.last, last) };
}

/** The read, with what a leader that holds a lease has told. */
export function tellLeased<Command>(read: Read<Command>, last: number): Read<Command> {
  return { ...read, leased: Math.min(last, read.leased ?? last) };
}

/**
 * Whether it can be answered from the state after that slot.
 *
 * @param governing the configurations of all later slots, as far as they are known. A quorum of each has to have told: one of
 *   the old members may have voted in slots that none of the new ones has. A change that is not known yet stands at a slot above,
 *   which its quorum has named.
 */
export function isReady(read: Read<unknown>, governing: readonly Governing[], executed: number): boolean {
  // A quorum that meets every quorum of votes is one of phase 1.
  const { told, last } = read;
  const haveTold = governing.every(({ configuration }) => hasQuorum(configuration.quorums, 'phase1', told));
  // A new member knows the configuration that has added it, and not yet those of the slots before.
  const isKnown = governing[0]!.from <= executed + 1;
  return isLeased(read, executed) || (isKnown && haveTold && last <= executed);
}
