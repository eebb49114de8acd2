/** The bounds of a replica: what each is, and what happens when it is reached. */
import type { SessionLimits } from './session.js';

/** What belongs to the cluster: every member must have the same, or they would decide or execute differently. */
export interface ClusterLimits extends SessionLimits {
  /** How many slots after the decided prefix may be voted in. At it a leader proposes nothing until a slot below is decided. */
  readonly alpha: number;
  /**
   * The largest command in bytes, as the driver counts them, and the most that the commands of one decree have together. A larger
   * command is refused, and one that does not go into a decree any more goes into the next.
   */
  readonly valueBytesMax: number;
  /**
   * For how long an acceptor grants a leader a lease: meanwhile it promises nothing to anybody else, and a leader that has grants
   * of a quorum answers reads alone. At most every member's `electionMs`, or a failover waits for it. 0 for no leases.
   */
  readonly leaseMs?: number;
  /**
   * By so much less a leader counts on a lease. Half of it is for two clocks that drift apart while a lease lasts, half for a clock that
   * stands still unnoticed.
   */
  readonly leaseMarginMs?: number;
}

/** What each member may have as it likes. */
export interface MemberLimits {
  /**
   * The requests of one decree, as far as they go into `valueBytesMax`. What has come beyond them goes into the next one. Of the commands of
   * its own program a member has as many under way as fill `proposalsMax` decrees twice; one more waits.
   */
  readonly batchMax: number;
  /**
   * The decrees that a leader proposes at once, at most α. What has come beyond them waits in the queue, and shares the next ones. Each
   * costs messages and writes of its own. Several are of use where the way is long beside a sync.
   */
  readonly proposalsMax: number;
  /**
   * What waits for a proposal. One more is rejected as busy. A member that does not lead hands as much on to the leader until it has
   * replied, and rejects one more as busy.
   */
  readonly queueMax: number;
  /** The reads under way. One more is rejected as busy. */
  readonly readsMax: number;
  /**
   * The persists under way. A message that asks for another is dropped, like a lost one, and a request rejected as busy. So many messages
   * to each other member, and α more, may wait for them; one more is lost.
   */
  readonly persistsMax: number;
  /** The ballots of which votes are counted in one slot. The lowest beyond them is forgotten, being lost. */
  readonly ballotsMax: number;
  /** The decrees that are kept in the log. Beyond them a snapshot is taken, and the older half left out. */
  readonly decreesMax: number;
  /** The decrees that are kept at most, up to a snapshot more, for members to which a snapshot is on its way. */
  readonly decreesHeldMax: number;
  /** The decrees in one message to a member that lacks them, as far as they go into `valueBytesMax`. It asks again for more. */
  readonly catchUpMax: number;
  /**
   * After so much time without a heartbeat a leader counts as lost; until a node asks for votes it may be a quarter as long again by chance.
   * A node that hears no leader asks again after so much time, by chance up to half as long again, and after elections that failed up to
   * 16 times as long again.
   */
  readonly electionMs: number;
  /** A leader's time between heartbeats: well below `electionMs`. */
  readonly heartbeatMs: number;
  /** The time after which a message is sent again within a ballot: above a round trip and two syncs of the disk. */
  readonly resendMs: number;
  /** A session that a leader has not heard of for so long is closed. */
  readonly sessionMs: number;
}

export interface Limits extends Required<ClusterLimits>, MemberLimits {}

export const LIMITS: Limits = {
  alpha: 32,
  valueBytesMax: 1 << 20,
  sessionsMax: 10_000,
  windowMax: 64,
  leaseMs: 300,
  leaseMarginMs: 50,
  batchMax: 256,
  proposalsMax: 1,
  queueMax: 10_000,
  readsMax: 1_000,
  persistsMax: 64,
  ballotsMax: 4,
  decreesMax: 2_000,
  decreesHeldMax: 50_000,
  catchUpMax: 64,
  electionMs: 500,
  heartbeatMs: 100,
  resendMs: 300,
  sessionMs: 60_000,
};

/** Those of the limits that belong to the cluster. Without leases they are those that programs from before leases know. */
export function clusterLimits(all: Limits): ClusterLimits {
  const { alpha, valueBytesMax, sessionsMax, windowMax, leaseMs, leaseMarginMs } = all;
  const lease = leaseMs > 0 ? { leaseMs, leaseMarginMs } : {};
  return { alpha, valueBytesMax, sessionsMax, windowMax, ...lease };
}

/**
 * The limits, with those that are given in the place of the usual ones.
 *
 * @throws RangeError where there is no such limit, one is not a whole number from 1, or two do not go together.
 *
 * @example
 * limits({ alpha: 8, proposalsMax: 8 }).alpha; // → 8
 */
export function limits(given: Partial<Limits> = {}): Limits {
  const all = { ...LIMITS, ...given };
  const odd = Object.entries(all).find(
    ([name, value]) => !Number.isSafeInteger(value) || value < (name === 'leaseMs' ? 0 : 1),
  );
  const unknown = Object.keys(given).find((name) => !(name in LIMITS));
  const problem =
    unknown !== undefined
      ? `one of the limits ${Object.keys(LIMITS).join(', ')}, got ${unknown}`
      : odd !== undefined
        ? `${odd[0]} to be a whole number from ${odd[0] === 'leaseMs' ? 0 : 1}, got ${odd[1]}`
        : all.proposalsMax > all.alpha
          ? `proposalsMax to be at most alpha, ${all.alpha}, got ${all.proposalsMax}`
          : all.heartbeatMs >= all.electionMs
            ? `heartbeatMs to be below electionMs, ${all.electionMs}, got ${all.heartbeatMs}`
            : all.leaseMs > 0 && all.leaseMarginMs >= all.leaseMs
              ? `leaseMarginMs to be below leaseMs, ${all.leaseMs}, got ${all.leaseMarginMs}`
              : undefined;
  if (problem !== undefined) throw new RangeError(`expected ${problem}; check the replica's options`);
  return all;
}
