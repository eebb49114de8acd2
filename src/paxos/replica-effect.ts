/** What a replica asks of its driver. A step returns effects and performs none. */
import type { Decree } from './decree.js';
import type { Executed, Outcome } from './execution.js';
import type { NodeId } from './node-id.js';
import type { ReplicaRecord } from './record.js';
import type { ReplicaMessage } from './replica-message.js';
import type { Reply, Subject } from './reply.js';
import type { Slot } from './slot.js';

/** Keep the records, all or none, after those of the persists before it; then say `durable`. */
export interface PersistEffect<Command, State, Answer> {
  readonly type: 'persist';
  /** Its place among the persists that are not acknowledged, from 1. */
  readonly number: number;
  readonly records: readonly ReplicaRecord<Command, State, Answer>[];
}

/** Hand the message to the transport, not before the persist that it rests on is durable. */
export interface SendEffect<Command, State, Answer> {
  readonly type: 'send';
  readonly to: NodeId;
  readonly message: ReplicaMessage<Command, State, Answer>;
  /** The persist, counted as in {@link PersistEffect}; 0 where it rests on none that is under way. */
  readonly restsOn: number;
}

/** The slot was executed: for those who follow the state machine. Nothing has to be done. */
export interface ApplyEffect<Command, State, Answer> {
  readonly type: 'apply';
  readonly slot: Slot;
  readonly decree: Decree<Command>;
  readonly outcomes: readonly Outcome<Answer>[];
  /** What all slots through this one have come to. */
  readonly executed: Executed<State, Answer>;
}

/** Tell the client, not before the persist that it rests on is durable. */
export interface ReplyEffect<Answer> {
  readonly type: 'reply';
  readonly to: Subject;
  readonly reply: Reply<Answer>;
  readonly restsOn: number;
  /** On the node's monotonic clock: after this the reply is not to be given any more. */
  readonly notAfter?: number;
}

/** Set that timer, in place of what it was set to, to a time between `afterMs` and `spreadMs` more, at random. */
export interface TimerEffect {
  readonly type: 'setTimer';
  readonly timer: Timer;
  readonly afterMs: number;
  readonly spreadMs: number;
}

export type Timer = 'election' | 'heartbeat' | 'resend';

export type ReplicaEffect<Command, State, Answer> =
  | PersistEffect<Command, State, Answer>
  | SendEffect<Command, State, Answer>
  | ApplyEffect<Command, State, Answer>
  | ReplyEffect<Answer>
  | TimerEffect;
