/** What a node needs of the world: a disk, a network, a clock and chance. Each has adapters; the core has none of it. */
import type { Member } from '../paxos/configuration.js';
import type { NodeId } from '../paxos/node-id.js';
import type { Kept, ReplicaRecord } from '../paxos/record.js';
import type { Hello, Objection } from './handshake.js';
import type { Reaches } from './witness.js';

/** Keeps a replica's records through crashes. */
export interface Storage<Command, State, Answer> {
  /** How often it was opened, the last time included, from 1: of two processes of one node, the later has the higher number. */
  readonly start: number;
  /** The number of the last durable batch. Each start is a batch of its own, so that it is told from those before. */
  readonly batch: number;
  /** What was last written of the others' stores. */
  readonly witnessed: Reaches;
  /** What was kept; undefined at the first start. Rejects where anything that was acknowledged is missing or damaged. */
  load(): Promise<Kept<Command, State, Answer> | undefined>;
  /**
   * Writes batches of records in order, each whole or not at all. Resolves when all of them survive a crash, and not before; is
   * not called again until then, and never after it has rejected once. A snapshot of decrees that are kept may come in their place
   * later, since both tell the same.
   */
  write(
    batches: readonly (readonly ReplicaRecord<Command, State, Answer>[])[],
    /** What is new of the others' stores. */
    witnessed?: Reaches,
  ): Promise<void>;
  /** Whether there is hardly space left: then a node takes no new proposals, so that what is under way can be written. */
  isNearlyFull?(): boolean;
}

/**
 * Carries messages between nodes, and may lose, repeat, delay and reorder them. What a client has asked, it does not repeat: a node that has
 * refused to do it has told so for good.
 */
export interface Transport<Message> {
  /** Takes part under that name. `receive` is never called within `send`. */
  open(peer: Peer<Message>): void;
  send(to: NodeId, message: Message): void;
  /** How many bytes a value has as it is written. Left out where nothing is written: then no command is too large. */
  bytesOf?(value: unknown): number;
  /** Who the other members are from now on. One without an address is sought where it was. */
  meet?(members: readonly Member[]): void;
  /** Where a member is sought. */
  addressOf?(id: NodeId): string | undefined;
  close(): void;
}

/** A node as its transport knows it. */
export interface Peer<Message> {
  readonly hello: Hello;
  /** Why nothing is taken from a node that says this of itself; null where it is welcome. */
  readonly objection: (hello: Hello) => Objection | null;
  readonly receive: (from: NodeId, message: Message) => void;
  /** Another member does not know this node, in that configuration and later ones. Returns whether that is for good. */
  readonly refused?: (configuration: number) => boolean;
  /**
   * A connection to another member has ended, and the next try has failed: nobody answered there, or somebody refused. Its process may
   * have ended.
   */
  readonly gone?: (id: NodeId) => void;
}

export interface Clock {
  /** Milliseconds, monotonic: from any start, never back, and independent of the wall clock. */
  now(): number;
  /** Milliseconds of the time of day, which goes on while the machine is suspended. Left out where `now` goes on, too. */
  wall?(): number;
  /** Calls back once after that many milliseconds. Returns what prevents it. */
  after(ms: number, callback: () => void): () => void;
}

/** The clock of a node's process. */
export interface NodeClock extends Clock {
  /** Calls back at the end of the event loop's turn, when all that came with it was heard. */
  turn(callback: () => void): void;
}

/** A number from 0, below 1. */
export type Random = () => number;

export interface Ports<Command, State, Answer, Message> {
  readonly storage: Storage<Command, State, Answer>;
  readonly transport: Transport<Message>;
  readonly clock: NodeClock;
  readonly random: Random;
}
