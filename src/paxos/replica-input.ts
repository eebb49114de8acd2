/** What a replica is given. Inputs that need time carry it: milliseconds on the node's monotonic clock. */
import type { Configuration } from './configuration.js';
import type { Request } from './decree.js';
import type { Acknowledgement } from './durability.js';
import type { Received } from './message.js';
import type { NodeId } from './node-id.js';
import type { Timer } from './replica-effect.js';
import type { ReplicaMessage } from './replica-message.js';

interface Timed {
  /** Never less than in the input before. */
  readonly now: number;
}

export type ReplicaInput<Command, State, Answer> =
  | (Received<ReplicaMessage<Command, State, Answer>> & Timed)
  /** The timer has run out that was set last under that name. */
  | ({ readonly type: 'timer'; readonly timer: Timer } & Timed)
  /** A client's command. */
  | ({ readonly type: 'request'; readonly request: Request<Command> } & Timed)
  /** Commands of clients that have come together: they are proposed together, too. */
  | ({ readonly type: 'requests'; readonly requests: readonly Request<Command>[] } & Timed)
  /** A client that wants a session. */
  | ({ readonly type: 'openSession'; readonly nonce: string } & Timed)
  /** A change of members, whose number is one more than that of the last one. */
  | ({ readonly type: 'configure'; readonly configuration: Configuration } & Timed)
  /** A leader lets that voter lead in its place; any other node does nothing. The leader goes on where the other does not take over. */
  | ({ readonly type: 'transfer'; readonly to: NodeId } & Timed)
  /** Every member knows the decrees of that version: a leader enables it. */
  | ({ readonly type: 'enable'; readonly version: number } & Timed)
  /** A command that changes nothing, to be answered from the present state without a decree. Given again, it asks again. */
  | ({
      readonly type: 'read';
      /** The driver's number for it. */
      readonly read: number;
      readonly command: Command;
      /** On the node's monotonic clock: an answer after this is of no use. */
      readonly notAfter?: number;
    } & Timed)
  /** The node's clock has stood still: what was counted on it is void. */
  | { readonly type: 'stoodStill' }
  /** Persists are durable. */
  | ({ readonly type: 'durable' } & Acknowledgement);
