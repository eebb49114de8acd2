/**
 * Leases: an acceptor promises nothing to anybody else for a while, and a leader counts on that for a shorter while.
 *
 * Each counts on its own monotonic clock: the acceptor from when it grants, the leader from before it asked and less by the margin.
 * So the leader's time is over first, as long as their clocks do not drift further apart within a lease than the margin. Gray,
 * Cheriton, "Leases" (1989); Chandra, Griesemer, Redstone, "Paxos Made Live" (2007), §5.2; chapter 18.
 */
import { type Ballot, isAbove, sameBallot } from './ballot.js';
import type { Configuration } from './configuration.js';
import type { Limits } from './limits.js';
import { compareNodeIds, type NodeId } from './node-id.js';

/** None of it is durable. */
export interface Lease {
  /** As an acceptor: what it granted last; null for nothing. `forgotten` after a restart, until a first input tells the time. */
  readonly granted: Grant | 'forgotten' | null;
  /** As a leader: what members have granted to its ballot, by member, sorted. */
  readonly held: readonly Held[];
  /** As a leader: the last slot of which phase 1 reported anything. Chosen decrees may be missing until it has executed through there. */
  readonly through: number;
  /** As a leader: what it asked for at that time or earlier counts no more. */
  readonly voidThrough: number;
}

/** What an acceptor must respect until it has run out. */
export interface Grant {
  /** Null where that was forgotten in a restart: it may have been anybody's. */
  readonly ballot: Ballot | null;
  /** The last request that it answers, by the time on the leader’s clock. */
  readonly asked: number;
  /** On the acceptor's own clock. */
  readonly until: number;
}

export interface Held {
  readonly by: NodeId;
  /** On the leader's own clock: when it made the last request that was granted. */
  readonly asked: number;
}

/** A leader's request, as an acceptor has heard it. */
export interface LeaseRequest {
  readonly ballot: Ballot;
  readonly asked: number;
}

type LeaseLimits = Pick<Limits, 'leaseMs' | 'leaseMarginMs'>;

const BEFORE_ALL_TIME = Number.MIN_SAFE_INTEGER;

/** At its first start it has granted nothing; started again, it does not know what it had granted. */
export function startLease(isAgain: boolean, { leaseMs }: LeaseLimits): Lease {
  return {
    granted: isAgain && leaseMs > 0 ? 'forgotten' : null,
    held: [],
    through: 0,
    voidThrough: BEFORE_ALL_TIME,
  };
}

/** The lease when the time is told: what was forgotten runs for as long as if it had been granted just now. */
export function toldTime(lease: Lease, now: number, { leaseMs }: LeaseLimits): Lease {
  if (lease.granted !== 'forgotten') return lease;
  return { ...lease, granted: { ballot: null, asked: BEFORE_ALL_TIME, until: now + leaseMs } };
}

/** Whether an acceptor may promise that ballot, or grant it a lease: nobody else has one that still runs. */
export function isFree({ granted }: Lease, ballot: Ballot, now: number): boolean {
  if (granted === null) return true;
  if (granted === 'forgotten') return false;
  return now >= granted.until || (granted.ballot !== null && isOfOne(granted.ballot, ballot));
}

/** The lease with that request granted; null where the acceptor may not grant it. */
export function grant(
  lease: Lease,
  { ballot, asked }: LeaseRequest,
  { promised, now, leaseMs }: { promised: Ballot | null; now: number } & Pick<LeaseLimits, 'leaseMs'>,
): Lease | null {
  const isPast = promised !== null && isAbove(promised, ballot);
  if (leaseMs === 0 || isPast || !isFree(lease, ballot, now)) return null;
  return { ...lease, granted: { ballot, asked: latestOf(lease, { ballot, asked }), until: now + leaseMs } };
}

/** When the last request of the ballot was made that is granted: an earlier one that comes late must not be released in its place (T14). */
function latestOf({ granted }: Lease, { ballot, asked }: LeaseRequest): number {
  if (granted === null || granted === 'forgotten' || granted.ballot === null) return asked;
  return sameBallot(granted.ballot, ballot) ? Math.max(granted.asked, asked) : asked;
}

/** A member has granted the request that its leader made at that time. */
export function countGrant(lease: Lease, by: NodeId, asked: number): Lease {
  const before = lease.held.find((other) => other.by === by);
  if (asked <= lease.voidThrough || (before !== undefined && before.asked >= asked)) return lease;
  const others = lease.held.filter((other) => other !== before);
  return { ...lease, held: [...others, { by, asked }].sort((a, b) => compareNodeIds(a.by, b.by)) };
}

/** Holds nothing any more, and nothing that is asked for through that time will count. */
export function letGo(lease: Lease, through: number): Lease {
  return { ...lease, held: [], voidThrough: Math.max(through, lease.voidThrough) };
}

/** Whether what a leader asks for at that time may count. */
export function mayAsk({ voidThrough }: Lease, now: number): boolean {
  return now > voidThrough;
}

/**
 * Until when a leader holds a lease, on its own clock: no ballot but its own has a quorum of promises before that.
 *
 * @param governing the configurations of all slots that it has not executed: it needs grants from a quorum of each.
 */
export function heldUntil(
  { held }: Pick<Lease, 'held'>,
  governing: readonly Configuration[],
  { leaseMs, leaseMarginMs }: LeaseLimits,
): number {
  // What every quorum of promises meets is a quorum of votes.
  const asked = governing.map(({ quorums: { acceptors, phase2 } }) => {
    const times = acceptors.map((id) => held.find(({ by }) => by === id)?.asked ?? Number.NEGATIVE_INFINITY);
    return times.sort((a, b) => b - a)[phase2 - 1]!;
  });
  return Math.min(...asked) + leaseMs - leaseMarginMs;
}

/** The lease when a leader releases what it was granted by that request or an earlier one: a later grant stays (T14). */
export function released(lease: Lease, { ballot, asked }: LeaseRequest): Lease {
  const { granted } = lease;
  if (granted === null || granted === 'forgotten' || granted.ballot === null) return lease;
  const isOfThat = sameBallot(granted.ballot, ballot) && granted.asked <= asked;
  return isOfThat ? { ...lease, granted: null } : lease;
}

/** Whether both ballots are of one proposer, in one incarnation. */
function isOfOne(one: Ballot, other: Ballot): boolean {
  return one.proposer === other.proposer && (one.incarnation ?? 0) === (other.incarnation ?? 0);
}
