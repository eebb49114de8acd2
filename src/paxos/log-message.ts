/** What the members of a replicated log say to each other about its slots: chapter 14's words, each with its slot. */
import type { Ballot } from './ballot.js';
import type { ConfigurationId } from './configuration.js';
import type { Decree } from './decree.js';
import type { NodeId } from './node-id.js';
import type { Slot } from './slot.js';

/** An acceptor's vote in one slot. */
export interface SlotVote<Command> {
  readonly slot: Slot;
  readonly ballot: Ballot;
  readonly value: Decree<Command>;
}

/** A decree for one slot, as a leader proposes it. */
export interface Proposal<Command> {
  readonly slot: Slot;
  readonly value: Decree<Command>;
}

/** What was decided in one slot. */
export interface DecidedSlot<Command> {
  readonly slot: Slot;
  readonly value: Decree<Command>;
}

/** A right that an acceptor gave to a leader, and must respect until it has run out. */
export interface Grant {
  readonly holder: NodeId;
  readonly ballot: Ballot;
  /** How long it can still last, counted from when it is told. */
  readonly remainingMs: number;
}

/** Leader → acceptors, phase 1 for every slot from `from` on: take part in nothing lower, and say what you voted for. */
export interface LogPrepareMessage {
  readonly type: 'prepare';
  readonly ballot: Ballot;
  /** The first slot that the sender does not know decided before all others: its first open one. */
  readonly from: Slot;
  /** The configuration that governs `from`: phase 1 is good for its slots alone. */
  readonly configuration: ConfigurationId;
}

/** Acceptor → leader: nothing lower any more, in any slot; I know all decrees through `decided`, and voted thus above. */
export interface LogPromiseMessage<Command> {
  readonly type: 'promise';
  readonly ballot: Ballot;
  readonly configuration: ConfigurationId;
  /** The last slot of the decided prefix, 0 for none. A leader has to know as much before it proposes anything. */
  readonly decided: number;
  /** All its votes above `decided` and from the slot that was asked for, by slot: at most α. */
  readonly votes: readonly SlotVote<Command>[];
  /** The grants that are still running. */
  readonly grants: readonly Grant[];
}

/** Leader → acceptors, phase 2 in one slot: vote for this decree. */
export interface LogAcceptMessage<Command> extends SlotVote<Command> {
  readonly type: 'accept';
  readonly configuration: ConfigurationId;
}

/** Acceptor → leader: I have voted for this decree in this slot. */
export interface LogAcceptedMessage<Command> extends SlotVote<Command> {
  readonly type: 'accepted';
}

/** Leader → members: this decree is chosen in this slot, for ever. */
export interface LogDecidedMessage<Command> extends DecidedSlot<Command> {
  readonly type: 'decided';
}

/** Acceptor → leader: I promised this ballot, which is higher than yours. Nothing rests on it; it saves time-outs. */
export interface RefusedMessage {
  readonly type: 'refused';
  readonly ballot: Ballot;
}

/** Member → member: I know all decrees through `decided`, and lack what comes after. */
export interface CatchUpMessage {
  readonly type: 'catchUp';
  readonly decided: number;
}
