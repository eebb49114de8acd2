/** All that replicas say to each other: the words of the log, and what keeps a leader in place and a log complete. */
import type { Ballot } from './ballot.js';
import type { Decree } from './decree.js';
import type {
  CatchUpMessage,
  LogAcceptedMessage,
  LogAcceptMessage,
  LogDecidedMessage,
  LogPrepareMessage,
  LogPromiseMessage,
  RefusedMessage,
} from './log-message.js';
import type { NodeId } from './node-id.js';
import type { Snapshot } from './snapshot.js';

/** Leader → members: I lead in this ballot, and know all decrees through `decided`. */
export interface HeartbeatMessage {
  readonly type: 'heartbeat';
  readonly ballot: Ballot;
  readonly decided: number;
  /** Grant me a lease: my request of that time on my own clock, which says nothing to others. Left out where it wants none. */
  readonly asked?: number;
}

/** Member → leader: I have heard your heartbeat. */
export interface HeardMessage {
  readonly type: 'heard';
  readonly ballot: Ballot;
  readonly decided: number;
  /** I have granted you the lease that you asked for at that time on your clock. Left out where I have not. */
  readonly granted?: number;
}

/** Member → voters: I hear no leader; do you? It promises nothing and asks for no promise. */
export interface PollMessage {
  readonly type: 'poll';
  readonly decided: number;
}

/** Member → the one who asks: whether I hear a leader, and the ballot that a new one has to be above. */
export interface PolledMessage {
  readonly type: 'polled';
  readonly hearsLeader: boolean;
  readonly promised: Ballot | null;
  readonly decided: number;
}

/** Member → one who lacks them: the decrees after slot `after`, in order; I know all through `decided`. */
export interface DecreesMessage<Command> {
  readonly type: 'decrees';
  readonly after: number;
  readonly values: readonly Decree<Command>[];
  readonly decided: number;
}

/** Member → one who lacks decrees that the sender has left out: what they came to. */
export interface SnapshotMessage<State, Answer> {
  readonly type: 'snapshot';
  readonly snapshot: Snapshot<State, Answer>;
}

/** Reader → voters: how far may anything be decided? */
export interface AskMessage {
  readonly type: 'ask';
  /** The reader's own number for the read. */
  readonly read: number;
}

/**
 * Voter → reader: I have voted in no slot above this one, and know of no decision above it. From a leader that holds a lease: nothing
 * above it was told to any client.
 */
export interface FrontierMessage {
  readonly type: 'frontier';
  readonly read: number;
  /** 0 for none. */
  readonly last: number;
  /** The sender holds a lease: nobody else has to be asked. */
  readonly isLeased?: true;
}

/** Leader → members: I answer reads by no lease that I asked for until now, and that node is to lead. */
export interface ReleaseMessage {
  readonly type: 'release';
  readonly ballot: Ballot;
  /** The time of the last request whose grant is released, on the leader's own clock. */
  readonly asked: number;
  readonly to: NodeId;
}

export type ReplicaMessage<Command, State, Answer> =
  | LogPrepareMessage
  | LogPromiseMessage<Command>
  | LogAcceptMessage<Command>
  | LogAcceptedMessage<Command>
  | LogDecidedMessage<Command>
  | RefusedMessage
  | CatchUpMessage
  | HeartbeatMessage
  | HeardMessage
  | PollMessage
  | PolledMessage
  | DecreesMessage<Command>
  | SnapshotMessage<State, Answer>
  | AskMessage
  | FrontierMessage
  | ReleaseMessage;
