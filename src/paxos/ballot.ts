/**
 * Ballots: totally ordered, each unique to its proposer.
 *
 * Lamport, "Paxos Made Simple" (2001), §2.2, calls them proposal numbers: "different proposals have different numbers".
 */
import { compareNodeIds, type NodeId } from './node-id.js';

/** One attempt of one proposer. */
export interface Ballot {
  /** Counts its proposer's attempts, from 1. A proposer never uses a round twice, restarts included. */
  readonly round: number;
  readonly proposer: NodeId;
  /**
   * Which life of the proposer: a node whose disk was wiped has forgotten its rounds, and comes back with another number.
   * Left out where a node has one life, which counts as 0.
   */
  readonly incarnation?: number;
}

/**
 * Below zero where `a` is the lower, above zero where it is the higher: by round, then by proposer's name, then by
 * incarnation.
 *
 * @example
 * const [first, second] = [{ round: 1, proposer: nodeId('p2') }, { round: 2, proposer: nodeId('p1') }];
 * compareBallots(first, second) < 0; // → true
 */
export function compareBallots(a: Ballot, b: Ballot): number {
  return (
    a.round - b.round || compareNodeIds(a.proposer, b.proposer) || (a.incarnation ?? 0) - (b.incarnation ?? 0)
  );
}

/** Whether the ballot is higher than the other; `null` is lower than every ballot. */
export function isAbove(ballot: Ballot, other: Ballot | null): boolean {
  return other === null || compareBallots(ballot, other) > 0;
}

/** Whether the ballot is the other or higher. */
export function isAtLeast(ballot: Ballot, other: Ballot | null): boolean {
  return other === null || compareBallots(ballot, other) >= 0;
}

export function sameBallot(a: Ballot, b: Ballot): boolean {
  return compareBallots(a, b) === 0;
}

/**
 * As logs and errors write it: `3.p1`, and `3.p1#7` in the proposer's incarnation 7.
 *
 * @example
 * showBallot({ round: 3, proposer: nodeId('p1') }); // → '3.p1'
 */
export function showBallot(ballot: Ballot): string {
  const life = ballot.incarnation ? `#${ballot.incarnation}` : '';
  return `${ballot.round}.${ballot.proposer}${life}`;
}
