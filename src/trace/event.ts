/** What a node does at its ports, as plain data: its trace is a list of these. */
import type { NodeMessage } from '../node/node-message.js';
import type { Configuration } from '../paxos/configuration.js';
import type { NodeId } from '../paxos/node-id.js';
import type { Kept, ReplicaRecord } from '../paxos/record.js';

/** The states that snapshots hold can be large: in a trace a snapshot's `state` is the digest of its state and sessions. */
export type TracedMessage<Command> = NodeMessage<Command, string, never>;
export type TracedRecord<Command> = ReplicaRecord<Command, string, never>;
export type TracedKept<Command> = Kept<Command, string, never>;

/** What happens at the ports. */
export type Happening<Command> =
  /** The storage was opened, and this is what it had kept; null where that is nothing. */
  | {
      readonly kind: 'started';
      /** The first configuration; of a member that was added later, the one that has added it. */
      readonly configuration: Configuration;
      readonly kept: TracedKept<Command> | null;
    }
  | { readonly kind: 'received'; readonly from: NodeId; readonly said: TracedMessage<Command> }
  /** Told before the message leaves. */
  | { readonly kind: 'sent'; readonly to: NodeId; readonly said: TracedMessage<Command> }
  /** Told before the batches go to the disk: where nothing follows, nobody knows how many of them arrived. */
  | { readonly kind: 'writing'; readonly batches: readonly (readonly TracedRecord<Command>[])[] }
  /** The batches that were being written are durable; told before the node hears of it. */
  | { readonly kind: 'written' };

/** Whose event it is. */
export interface Stamp {
  readonly node: NodeId;
  readonly incarnation: number;
  /** How often the node's storage was opened. */
  readonly start: number;
  /** Counts the events of that start, from 1. */
  readonly number: number;
}

export type TraceEvent<Command> = Stamp & Happening<Command>;

/** Where events go, one after the other. */
export interface Trace<Command> {
  /** Where it returns, the event outlives the process; a `received` may wait for the next event of another kind. */
  write(event: TraceEvent<Command>): void;
  close(): void;
}
