/**
 * What waits to be sent to one peer: bounded, and in three lanes that take turns.
 *
 * Short messages have a lane of their own, and a long one travels in parts between them. A snapshot travels in pieces, each made
 * when there is room for it. So a heartbeat waits for one part of either and not for all of it, and a vote with a large command
 * does not wait for a snapshot (N2). Where a peer is too slow, messages are lost rather than memory.
 */
import { frameOf, PAYLOAD_BYTES_MAX } from './frame.js';

export interface QueueLimits {
  /** The short messages that wait, in bytes. At it the oldest are lost: what is newer tells more. */
  readonly shortBytesMax: number;
  /** The long messages that wait, in bytes. One that is longer by itself waits alone; any other beyond them is lost. */
  readonly longBytesMax: number;
}

/** A frame to send; a message was sent when its last frame was. */
interface Taken {
  readonly frame: Buffer;
  readonly isEnd: boolean;
}

export class SendQueue {
  #short: Uint8Array[] = [];
  #shortBytes = 0;
  #long: Uint8Array[] = [];
  #longBytes = 0;
  /** How much of the first long message was taken. */
  #at = 0;
  /** The pieces of the snapshot that is on its way, from the first one on, and what is left of their frames. */
  #snapshot: Iterable<Uint8Array> | undefined;
  #chunks: Iterator<Buffer> | undefined;
  /** The lane that is next where it has something; then the one after it. */
  #next = 0;

  constructor(readonly limits: QueueLimits) {}

  /** What waits; of a snapshot only that there is one, since its pieces are made on the way. */
  get waiting(): { readonly messages: number; readonly bytes: number } {
    return {
      messages: this.#short.length + this.#long.length + (this.#snapshot === undefined ? 0 : 1),
      bytes: this.#shortBytes + this.#longBytes - this.#at,
    };
  }

  /** Puts a message in its lane. Returns how many were lost for want of room. */
  put(message: Uint8Array): number {
    if (message.length > PAYLOAD_BYTES_MAX) return this.#putLong(message);
    let lost = 0;
    while (this.#short.length > 0 && this.#shortBytes + message.length > this.limits.shortBytesMax) {
      this.#shortBytes -= this.#short.shift()!.length;
      lost++;
    }
    this.#short.push(message);
    this.#shortBytes += message.length;
    return lost;
  }

  /** Puts a snapshot in its lane, unless one is on its way, which is sent to its end. Returns how many were lost. */
  putSnapshot(pieces: Iterable<Uint8Array>): number {
    if (this.#snapshot !== undefined) return 1;
    this.#snapshot = pieces;
    return 0;
  }

  /** The next frame to send. */
  take(): Taken | undefined {
    const lanes = [() => this.#takeShort(), () => this.#takePart(), () => this.#takeChunk()];
    for (let tried = 0; tried < lanes.length; tried++) {
      const lane = this.#next;
      this.#next = (lane + 1) % lanes.length;
      const taken = lanes[lane]!();
      if (taken !== undefined) return taken;
    }
    return undefined;
  }

  /** Another connection: a long message and a snapshot that were on their way begin again. */
  restart(): void {
    this.#at = 0;
    this.#chunks = undefined;
  }

  #putLong(message: Uint8Array): number {
    if (this.#long.length > 0 && this.#longBytes + message.length > this.limits.longBytesMax) return 1;
    this.#long.push(message);
    this.#longBytes += message.length;
    return 0;
  }

  #takeShort(): Taken | undefined {
    const message = this.#short.shift();
    if (message === undefined) return undefined;
    this.#shortBytes -= message.length;
    return { frame: frameOf('message', message), isEnd: true };
  }

  #takePart(): Taken | undefined {
    const message = this.#long[0];
    if (message === undefined) return undefined;
    const part = message.subarray(this.#at, this.#at + PAYLOAD_BYTES_MAX);
    this.#at += part.length;
    const isEnd = this.#at === message.length;
    if (isEnd) {
      this.#long.shift();
      this.#longBytes -= message.length;
      this.#at = 0;
    }
    return { frame: frameOf(isEnd ? 'last' : 'part', part), isEnd };
  }

  #takeChunk(): Taken | undefined {
    if (this.#snapshot === undefined) return undefined;
    this.#chunks ??= chunksOf(this.#snapshot);
    const { value: frame, done } = this.#chunks.next();
    if (done !== true) return { frame, isEnd: false };
    this.#snapshot = undefined;
    this.#chunks = undefined;
    return { frame: frameOf('end'), isEnd: true };
  }
}

/** The frames of all pieces, each of which is encoded when its first frame is asked for. */
function* chunksOf(pieces: Iterable<Uint8Array>): Generator<Buffer> {
  for (const piece of pieces)
    for (let at = 0; at < piece.length; at += PAYLOAD_BYTES_MAX) {
      const isLast = at + PAYLOAD_BYTES_MAX >= piece.length;
      yield frameOf(isLast ? 'piece' : 'chunk', piece.subarray(at, at + PAYLOAD_BYTES_MAX));
    }
}
