/** A leader's state: in which phase of which ballot it is, and what it may do in it. */
import type { LogPromised } from './adoption.js';
import type { Ballot } from './ballot.js';
import type { ConfigurationId } from './configuration.js';
import { configurationAt, decidedThrough, firstOpen, isDecided, type Log } from './log.js';
import type { Proposal } from './log-message.js';
import type { NodeId } from './node-id.js';
import { type Slot, slotsAfter } from './slot.js';
import { RecordViolation } from './violation.js';

/** A leader's state, by phase. Of it only `round` is durable. */
export type LogLeader<Command> = Following | LogPreparing<Command> | Recovering<Command> | Leading<Command>;

/** What it knows in every phase. */
export interface Always {
  readonly id: NodeId;
  readonly incarnation: number;
  /** The last round used, 0 for none. Durable before the round's first message leaves the node; never used again. */
  readonly round: number;
  /** The highest ballot of another proposer that it has heard of: its next round is above it. */
  readonly heard: Ballot | null;
}

/** Does not lead, and does not try to. */
export interface Following extends Always {
  readonly phase: 'following';
}

/** Has a ballot of its own under way. */
export interface InBallot extends Always {
  /** The configuration of the slots that phase 1 is, or was, for. */
  readonly configuration: ConfigurationId;
}

/** Phase 1: waits for a quorum of promises. */
export interface LogPreparing<Command> extends InBallot {
  readonly phase: 'preparing';
  /** Its first open slot when it began: the promises are about it and all after it. */
  readonly from: Slot;
  /** The promises for its ballot, by acceptor, each acceptor once; fewer than a quorum. */
  readonly promises: readonly PromisedBy<Command>[];
}

/** Has a quorum of promises, of which one knows more decrees than it does. */
export interface Recovering<Command> extends InBallot {
  readonly phase: 'recovering';
  /** The promises of the quorum. */
  readonly promises: readonly PromisedBy<Command>[];
}

/** Phase 2. */
export interface Leading<Command> extends InBallot {
  readonly phase: 'leading';
  /** What it has proposed in this ballot and does not know decided, by slot: each within α of the decided prefix. */
  readonly proposals: readonly Proposal<Command>[];
}

export interface PromisedBy<Command> extends LogPromised<Command> {
  readonly acceptor: NodeId;
}

/** What a leader keeps. */
export interface LogLeaderRecord {
  readonly type: 'round';
  readonly round: number;
}

export interface LogLeaderOptions {
  readonly id: NodeId;
  readonly incarnation: number;
  /** The last round that was kept, 0 at the first start. */
  readonly round?: number;
}

/**
 * A node that does not lead yet, at its first start or started again.
 *
 * @throws RecordViolation where the round is not a whole number from 0.
 */
export function startLogLeader<Command>({
  id,
  incarnation,
  round = 0,
}: LogLeaderOptions): LogLeader<Command> {
  if (!Number.isSafeInteger(round) || round < 0)
    throw new RecordViolation('a round that is a whole number from 0', `round ${round}`);
  return { id, incarnation, round, heard: null, phase: 'following' };
}

/** The ballot of its last round. */
export function ballotOf({ id, incarnation, round }: Pick<Always, 'id' | 'incarnation' | 'round'>): Ballot {
  return { round, proposer: id, incarnation };
}

/**
 * The slot in which its next proposal would stand; null where it may not make one: it does not lead, α proposals are under
 * way, or the slot belongs to a configuration that its phase 1 was not for.
 */
export function nextSlot<Command>(leader: LogLeader<Command>, log: Log<Command>): Slot | null {
  if (leader.phase !== 'leading') return null;
  const decided = decidedThrough(log);
  const next = slotsAfter(decided, decided + log.alpha).find(
    (at) => !isDecided(log, at) && !leader.proposals.some(({ slot }) => slot === at),
  );
  return next !== undefined && configurationAt(log, next).id === leader.configuration ? next : null;
}

/** Whether its open slots have come under a configuration that its phase 1 was not for: it has to prepare again. */
export function isOutdated<Command>(leader: LogLeader<Command>, log: Log<Command>): boolean {
  return leader.phase !== 'following' && configurationAt(log, firstOpen(log)).id !== leader.configuration;
}

/** What it is without a ballot of its own under way. */
export function following({ id, incarnation, round, heard }: Always): Following {
  return { id, incarnation, round, heard, phase: 'following' };
}
