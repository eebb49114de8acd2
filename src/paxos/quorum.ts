/**
 * Quorums: which acceptors suffice. Every quorum of phase 1 meets every quorum of phase 2.
 *
 * That they need to meet across the phases only: Howard, Malkhi, Spiegelman, "Flexible Paxos" (2016), §2.
 */
import { compareNodeIds, type NodeId } from './node-id.js';

/** The acceptors, and how many of them each phase needs. Made by {@link quorums} or {@link majorities}. */
export interface Quorums {
  /** Sorted, without repeats, at least one. */
  readonly acceptors: readonly NodeId[];
  /** How many promises a proposer needs. */
  readonly phase1: number;
  /** How many votes in one ballot choose a value. `phase1 + phase2` is more than the number of acceptors. */
  readonly phase2: number;
}

export type Phase = 'phase1' | 'phase2';

/**
 * A majority for both phases: with N acceptors, ⌊N/2⌋ + 1.
 *
 * @example
 * majorities([nodeId('a1'), nodeId('a2'), nodeId('a3')]).phase1; // → 2
 */
export function majorities(acceptors: readonly NodeId[]): Quorums {
  const majority = Math.floor(acceptors.length / 2) + 1;
  return quorums({ acceptors, phase1: majority, phase2: majority });
}

/**
 * Quorums of a given size for each phase.
 *
 * @throws RangeError where an acceptor is named twice, a size is not between 1 and the number of acceptors, or two
 *   quorums could miss each other.
 *
 * @example
 * const acceptors = ['a1', 'a2', 'a3', 'a4'].map(nodeId);
 * quorums({ acceptors, phase1: 3, phase2: 2 }).phase2; // → 2
 */
export function quorums({ acceptors, phase1, phase2 }: Quorums): Quorums {
  const problem = flawInQuorums({ acceptors, phase1, phase2 });
  if (problem !== undefined)
    throw new RangeError(
      `expected ${problem}, got acceptors [${acceptors.join(', ')}], phase1 ${phase1}, phase2 ${phase2}; ` +
        'check the configuration, or use majorities(acceptors)',
    );
  return { acceptors: [...acceptors].sort(compareNodeIds), phase1, phase2 };
}

/** What is to be otherwise for them to be quorums; undefined where they are. */
export function flawInQuorums({ acceptors, phase1, phase2 }: Quorums): string | undefined {
  const count = acceptors.length;
  const isSize = (size: number): boolean => Number.isInteger(size) && 1 <= size && size <= count;
  if (new Set(acceptors).size < count) return 'each acceptor named once';
  if (!isSize(phase1) || !isSize(phase2)) return `sizes between 1 and the number of acceptors, ${count}`;
  return phase1 + phase2 <= count
    ? `phase1 + phase2 above the number of acceptors, ${count}, so that any two quorums meet`
    : undefined;
}

export function isAcceptor({ acceptors }: Quorums, id: NodeId): boolean {
  return acceptors.includes(id);
}

/** Whether the voters contain a quorum of the phase. Repeats and strangers count for nothing. */
export function hasQuorum(quorums: Quorums, phase: Phase, voters: readonly NodeId[]): boolean {
  return quorums.acceptors.filter((acceptor) => voters.includes(acceptor)).length >= quorums[phase];
}
