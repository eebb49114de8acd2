/**
 * Frames: the pieces in which bytes travel over a connection.
 *
 * A frame is the length of the rest (4 bytes, big-endian), its kind (1 byte), and a payload. The length is checked before
 * anything is allocated for it.
 */
import { InvalidFrame } from './invalid-frame.js';

/** By their number on the wire: new kinds come last. */
const KINDS = [
  /** Who speaks: the first frame of either side. */
  'greeting',
  /** Instead of a greeting: why the other side is not listened to. */
  'refusal',
  /** Nothing; the connection is alive. */
  'beat',
  /** A whole message. */
  'message',
  /** A part of a long message, which is not its last one. */
  'part',
  /** The last part of a long message. */
  'last',
  /** A part of a piece of a snapshot, which is not its last one. */
  'chunk',
  /** The last part of a piece of a snapshot. */
  'piece',
  /** Nothing; all pieces of the snapshot have come. */
  'end',
] as const;

export type FrameKind = (typeof KINDS)[number];

export interface Frame {
  readonly kind: FrameKind;
  readonly payload: Uint8Array;
}

/** The longest payload. What is longer travels in parts, and what is urgent waits for one part at most. */
export const PAYLOAD_BYTES_MAX = 1 << 16;

const LENGTH_BYTES = 4;
const HEAD_BYTES = LENGTH_BYTES + 1;

/** The bytes of a frame. */
export function frameOf(kind: FrameKind, payload: Uint8Array = new Uint8Array()): Buffer {
  if (payload.length > PAYLOAD_BYTES_MAX)
    throw new RangeError(
      `expected a payload of at most ${PAYLOAD_BYTES_MAX} bytes, got ${payload.length}; send it in parts`,
    );
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + payload.length);
  bytes.writeUInt32BE(1 + payload.length);
  bytes[LENGTH_BYTES] = KINDS.indexOf(kind);
  bytes.set(payload, HEAD_BYTES);
  return bytes;
}

/** Finds the frames in a stream of bytes. It holds less than one frame. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /**
   * The frames that are complete with these bytes.
   *
   * @throws InvalidFrame where a length or a kind cannot be; nothing can be read of this stream any more.
   */
  *read(bytes: Buffer): Generator<Frame> {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= HEAD_BYTES) {
      const length = this.#rest.readUInt32BE();
      if (length < 1 || length > 1 + PAYLOAD_BYTES_MAX)
        throw new InvalidFrame({
          expected: `a length from 1 to ${1 + PAYLOAD_BYTES_MAX}`,
          got: String(length),
        });
      const kind = KINDS[this.#rest[LENGTH_BYTES]!];
      if (kind === undefined)
        throw new InvalidFrame({
          expected: `a kind below ${KINDS.length}`,
          got: String(this.#rest[LENGTH_BYTES]),
        });
      const end = LENGTH_BYTES + length;
      if (this.#rest.length < end) return;
      const payload = this.#rest.subarray(HEAD_BYTES, end);
      this.#rest = this.#rest.subarray(end);
      yield { kind, payload };
    }
  }
}
