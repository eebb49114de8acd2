/** A reception: a connection that a peer has opened, from its greeting to its end. Messages only come in over it. */
import type { Socket } from 'node:net';
import type { Clock } from '../node/ports.js';
import { Arrival, type ArrivalLimits } from './arrival.js';
import { Assembly } from './assembly.js';
import type { Counts } from './counts.js';
import type { Frame } from './frame.js';
import { decodeGreeting, encodeGreeting, type Greeting } from './greeting.js';
import { InvalidFrame } from './invalid-frame.js';
import { encodeRefusal, type Refusal } from './refusal.js';
import { refused } from './refused-peer.js';
import { Wire } from './wire.js';

export interface ReceptionOptions {
  readonly clock: Clock;
  readonly counts: Counts;
  readonly limits: ArrivalLimits;
  readonly report: (error: Error) => void;
  readonly greeting: () => Greeting;
  /** Why the one who greets is not listened to; null where it is welcome, and then its earlier connections are closed. */
  readonly admit: (greeting: Greeting, reception: Reception) => Refusal | null;
  /** Takes a message of the one who has greeted. */
  readonly receive: (greeting: Greeting, message: Uint8Array) => void;
  /** Takes a snapshot that has come in pieces. */
  readonly receiveSnapshot: (greeting: Greeting, value: unknown) => void;
  readonly ended: (reception: Reception) => void;
}

export class Reception {
  readonly #wire: Wire;
  readonly #assembly: Assembly;
  readonly #arrival: Arrival;
  #greeting: Greeting | undefined;

  constructor(
    readonly socket: Socket,
    readonly options: ReceptionOptions,
  ) {
    this.#assembly = new Assembly(options.limits.messageBytesMax);
    this.#arrival = new Arrival(options.limits);
    this.#wire = new Wire(socket, options.clock, {
      frame: (frame) => this.#hear(frame),
      room: () => {},
      close: (error) => this.#end(error),
    });
  }

  /** The one who has greeted, and is welcome. */
  get greeting(): Greeting | undefined {
    return this.#greeting;
  }

  /** When anything last came over it. */
  get heardAt(): number {
    return this.#wire.heardAt;
  }

  close(): void {
    this.#wire.close();
  }

  /** Tells the one who has greeted why it is not listened to, or not any more. */
  refuse({ id }: Pick<Greeting, 'id'>, refusal: Refusal): void {
    this.options.report(refused(this.options.counts, id, refusal));
    this.#wire.closeWith('refusal', encodeRefusal(refusal));
  }

  #hear({ kind, payload }: Frame): void {
    if (this.#greeting === undefined) {
      if (kind !== 'greeting') throw new InvalidFrame({ expected: 'a greeting first', got: `a ${kind}` });
      this.#greet(decodeGreeting(payload));
    } else if (kind === 'message') this.options.receive(this.#greeting, payload);
    else if (kind === 'part' || kind === 'last') {
      this.#assembly.add(payload);
      if (kind === 'last') this.options.receive(this.#greeting, this.#assembly.end());
    } else if (kind === 'chunk' || kind === 'piece') this.#arrival.add(payload, kind === 'piece');
    else if (kind === 'end') this.options.receiveSnapshot(this.#greeting, this.#arrival.end());
    else if (kind !== 'beat') throw new InvalidFrame({ expected: 'messages and beats', got: `a ${kind}` });
  }

  #greet(greeting: Greeting): void {
    const refusal = this.options.admit(greeting, this);
    if (refusal === null) {
      this.#greeting = greeting;
      this.#wire.send('greeting', encodeGreeting(this.options.greeting()));
      return;
    }
    this.refuse(greeting, refusal);
  }

  #end(error?: Error): void {
    if (error instanceof InvalidFrame) this.options.counts.invalid++;
    if (error !== undefined) this.options.report(error);
    this.options.ended(this);
  }
}
