/** Frames: values one after the other in a file, each behind its length (4 bytes, big-endian), written and read one at a time. */
import { pack, unpack } from '../encoding/pack.js';

const LENGTH_BYTES = 4;

export function framed(value: unknown): Buffer {
  const bytes = pack(value);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + bytes.length);
  frame.writeUInt32BE(bytes.length);
  frame.set(bytes, LENGTH_BYTES);
  return frame;
}

/** Finds the values in the chunks of a file. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  /**
   * The values that are complete with this chunk.
   *
   * @throws Error where one cannot be read.
   */
  *add(chunk: Uint8Array): Generator<unknown> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + this.#rest.readUInt32BE();
      if (this.#rest.length < end) return;
      const value = unpack(this.#rest.subarray(LENGTH_BYTES, end));
      this.#rest = this.#rest.subarray(end);
      yield value;
    }
  }
}
