/** Arrays of numbers for work on the graph, counted against the memory that there may be. */

/** Thrown where there is no memory for an array. */
export class OutOfMemory extends Error {}

export class Workspace {
  #bytes = 0;

  /** @param limit bytes that all arrays may take together. */
  constructor(readonly limit: number) {}

  /** So many zeros. */
  ints(length: number): Int32Array {
    return this.#allocated(length * Int32Array.BYTES_PER_ELEMENT, () => new Int32Array(length));
  }

  /** So many flags, none of them set. */
  flags(length: number): Uint8Array {
    return this.#allocated(length, () => new Uint8Array(length));
  }

  /** Does work whose arrays are not needed any more when it is done. */
  *during<Value>(work: Generator<void, Value>): Generator<void, Value> {
    const before = this.#bytes;
    const value = yield* work;
    this.#bytes = before;
    return value;
  }

  #allocated<Numbers>(bytes: number, allocate: () => Numbers): Numbers {
    this.#bytes += bytes;
    if (this.#bytes > this.limit) throw new OutOfMemory();
    try {
      return allocate();
    } catch (error) {
      if (error instanceof RangeError) throw new OutOfMemory(undefined, { cause: error });
      throw error;
    }
  }
}
