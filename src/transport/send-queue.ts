/**
 * What waits to be sent to one peer: bounded, and in two lanes.
 *
 * Short messages have a lane of their own, and a long one travels in parts between them: a heartbeat waits for one part of a
 * snapshot and not for all of it (MISTAKES.md, N2). Where a peer is too slow, messages are lost rather than memory.
 */
import { frameOf, PAYLOAD_BYTES_MAX } from './frame.js';

export interface QueueLimits {
  /** The short messages that wait, in bytes. At it the oldest are lost: what is newer tells more. */
  readonly shortBytesMax: number;
  /** The long messages that wait, in bytes. One that is longer by itself waits alone; any other beyond them is lost. */
  readonly longBytesMax: number;
}

export class SendQueue {
  #short: Uint8Array[] = [];
  #shortBytes = 0;
  #long: Uint8Array[] = [];
  #longBytes = 0;
  /** How much of the first long message was taken. */
  #at = 0;
  #wasShort = false;

  constructor(readonly limits: QueueLimits) {}

  /** Whether a long message waits or is on its way. */
  get hasLong(): boolean {
    return this.#long.length > 0;
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

  /** The next frame to send. While both lanes have something, they take turns. */
  take(): { readonly frame: Buffer; readonly isEnd: boolean } | undefined {
    const isShort = this.#short.length > 0 && !(this.#wasShort && this.hasLong);
    this.#wasShort = isShort;
    if (!isShort) return this.hasLong ? this.#takePart() : undefined;
    const message = this.#short.shift()!;
    this.#shortBytes -= message.length;
    return { frame: frameOf('message', message), isEnd: true };
  }

  /** Another connection: a long message that was on its way begins again. */
  restart(): void {
    this.#at = 0;
  }

  #putLong(message: Uint8Array): number {
    if (this.hasLong && this.#longBytes + message.length > this.limits.longBytesMax) return 1;
    this.#long.push(message);
    this.#longBytes += message.length;
    return 0;
  }

  #takePart(): { readonly frame: Buffer; readonly isEnd: boolean } {
    const message = this.#long[0]!;
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
}
