/**
 * A link: the connection that this node opens to one peer, to send to it, and opens again whenever it ends.
 *
 * Messages go one way over a connection: what a peer sends comes over the one that it opens. So no two connections have to be
 * made into one.
 */
import type { Socket } from 'node:net';
import type { Clock, Random } from '../node/ports.js';
import type { NodeId } from '../paxos/node-id.js';
import type { Counts } from './counts.js';
import type { Frame } from './frame.js';
import { decodeGreeting, encodeGreeting, type Greeting } from './greeting.js';
import { InvalidFrame } from './invalid-frame.js';
import { decodeRefusal, type Refusal, type Told } from './refusal.js';
import { refused } from './refused-peer.js';
import { type QueueLimits, SendQueue } from './send-queue.js';
import type { PeerStatus } from './status.js';
import { Wire } from './wire.js';

export interface LinkOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly counts: Counts;
  readonly limits: QueueLimits;
  readonly report: (error: Error) => void;
  /** Begins to open a connection to the peer. */
  readonly dial: () => Socket;
  /** What this node says of itself over its next connection. */
  readonly greeting: () => Greeting;
  /** Why what answers there is not to be sent to; null where it is the peer. */
  readonly objection: (greeting: Greeting, socket: Socket) => Refusal | null;
  /** Whether this node was removed, where the peer does not know it in that configuration and later ones. */
  readonly isRemoved: (configuration: number) => boolean;
  /** The connection has ended, and at the next try nobody has answered, or somebody has refused. */
  readonly gone: () => void;
}

/** The wait before a connection is tried again: doubled each time, and at random, so that no two nodes stay in step. */
const WAIT_MS_MIN = 50;
const WAIT_MS_MAX = 2_000;

export class Link {
  readonly #queue: SendQueue;
  #wire: Wire | undefined;
  #greeting: Greeting | undefined;
  #failures = 0;
  #failure: string | null = null;
  /** When anything last came from the peer over a connection that was opened from here. */
  #heardAt: number | undefined;
  #hasBeenOpen = false;
  #isClosed = false;
  #cancel = (): void => {};

  constructor(
    readonly id: NodeId,
    readonly options: LinkOptions,
  ) {
    this.#queue = new SendQueue(options.limits);
    this.#dial();
  }

  get heardAt(): number | undefined {
    return this.#heardAt;
  }

  /** The process that has greeted at the other end. */
  get greeting(): Greeting | undefined {
    return this.#greeting;
  }

  get status(): Pick<PeerStatus, 'isConnected' | 'waiting' | 'failure'> {
    const isConnected = this.#greeting !== undefined;
    return { isConnected, waiting: this.#queue.waiting, failure: isConnected ? null : this.#failure };
  }

  send(message: Uint8Array): void {
    this.options.counts.dropped += this.#queue.put(message);
    this.#pump();
  }

  /** Sends a snapshot, whose pieces are made on the way. While one is on its way already, another is lost. */
  sendSnapshot(pieces: Iterable<Uint8Array>): void {
    this.options.counts.dropped += this.#queue.putSnapshot(pieces);
    this.#pump();
  }

  /** The peer's present process is that one: a connection to another is dead, whether this machine knows or not. */
  expect(boot: string): void {
    if (this.#greeting === undefined || this.#greeting.boot === boot) return;
    this.#failures = 0;
    this.#wire?.close();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
    this.#wire?.close();
  }

  #dial(): void {
    try {
      this.#greetOver(this.options.dial());
    } catch (error) {
      // Certificates that are being replaced: the next attempt may find them whole.
      this.#end(error as Error);
    }
  }

  #greetOver(socket: Socket): void {
    const wire = new Wire(socket, this.options.clock, {
      frame: (frame) => this.#hear(frame, wire),
      room: () => this.#pump(),
      close: (error) => this.#end(error),
    });
    this.#wire = wire;
    // What is written before it is connected waits in the socket.
    wire.send('greeting', encodeGreeting(this.options.greeting()));
  }

  #hear({ kind, payload }: Frame, wire: Wire): void {
    if (this.#greeting !== undefined) this.#heardAt = this.options.clock.now();
    if (kind === 'beat') return;
    if (kind === 'refusal') this.#refused(decodeRefusal(payload), wire);
    else if (kind !== 'greeting' || this.#greeting !== undefined)
      throw new InvalidFrame({ expected: 'one greeting, and beats', got: `a ${kind}` });
    else this.#greet(decodeGreeting(payload), wire);
  }

  #greet(greeting: Greeting, wire: Wire): void {
    const refusal: Refusal | null =
      greeting.id === this.id
        ? this.options.objection(greeting, wire.socket)
        : { kind: 'name', why: `${greeting.id} answers in its place` };
    if (refusal !== null) {
      this.#refuse(wire, refusal);
      return;
    }
    this.#heardAt = this.options.clock.now();
    this.#greeting = greeting;
    this.#failures = 0;
    if (this.#hasBeenOpen) this.options.counts.reconnects++;
    this.#hasBeenOpen = true;
    this.#pump();
  }

  /** The peer does not listen to this node. One that was removed does not try again. */
  #refused({ why, configuration }: Told, wire: Wire): void {
    if (configuration !== undefined && this.options.isRemoved(configuration)) this.#isClosed = true;
    this.#refuse(wire, { kind: 'byPeer', why: `it refuses this node: ${why}` });
  }

  #refuse(wire: Wire, refusal: Refusal): void {
    wire.close(refused(this.options.counts, this.id, refusal));
  }

  /** Sends while there is room. */
  #pump(): void {
    while (this.#greeting !== undefined && this.#wire?.hasRoom) {
      const taken = this.#queue.take();
      if (taken === undefined) return;
      if (taken.isEnd) this.options.counts.sent++;
      this.#wire.write(taken.frame);
    }
  }

  #end(error?: Error): void {
    // That a peer cannot be reached is told once, and not at every attempt.
    const isNews = this.#failures === 0 || !(error !== undefined && 'code' in error);
    if (error !== undefined && isNews && !this.#isClosed) this.options.report(error);
    this.#failure = error?.message ?? 'the connection was closed';
    if (error instanceof InvalidFrame) this.options.counts.invalid++;
    this.#wire = undefined;
    this.#greeting = undefined;
    this.#queue.restart();
    if (this.#isClosed) return;
    const { clock, random } = this.options;
    const waitMs = Math.min(WAIT_MS_MAX, WAIT_MS_MIN * 2 ** this.#failures);
    this.#failures++;
    // At the first try after the connection has ended.
    if (this.#failures === 2 && this.#hasBeenOpen) this.options.gone();
    this.#cancel = clock.after(waitMs * (0.5 + random()), () => this.#dial());
  }
}
