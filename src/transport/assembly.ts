/** The parts of something long, until the last one has come. */
import { InvalidFrame } from './invalid-frame.js';

export class Assembly {
  #parts: Uint8Array[] = [];
  #bytes = 0;

  constructor(readonly bytesMax: number) {}

  /** @throws InvalidFrame where it becomes longer than it may be. */
  add(part: Uint8Array): void {
    this.#bytes += part.length;
    if (this.#bytes > this.bytesMax)
      throw new InvalidFrame({
        expected: `a message of at most ${this.bytesMax} bytes`,
        got: 'a longer one',
      });
    // An empty part would take memory that is not counted.
    if (part.length === 0) throw new InvalidFrame({ expected: 'a part of a message', got: 'an empty one' });
    this.#parts.push(Buffer.from(part));
  }

  /** All of it. The next part begins another one. */
  end(): Buffer {
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    return whole;
  }
}
