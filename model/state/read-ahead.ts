/**
 * Reads, in two sweeps, the entries of a set of states and the rows at which the coming look-ups will look. These reads do not depend on
 * each other, so the processor waits for many of them at once, where one look-up after another would wait for each.
 */
import { CHUNK_BITS, CHUNK_MASK } from './rows.js';

/** Look-ups that are read ahead at most. */
const AHEAD = 8192;

export class ReadAhead {
  readonly #entries = new Int32Array(AHEAD);
  /** Depends on all that was read ahead of its use, so that the compiler cannot leave the reads out. */
  #sum = 0;

  /** @param asked the places in `hashes` that will be looked up, from one index to before another. */
  read(
    entries: Int32Array,
    { words, chunks }: { readonly words: number; readonly chunks: readonly Int32Array[] },
    hashes: Int32Array,
    asked: Int32Array,
    from: number,
    to: number,
  ): void {
    const mask = entries.length - 1;
    const ahead = this.#entries;
    const most = Math.min(to, AHEAD);
    let sum = 0;
    for (let each = from; each < most; each++) ahead[each] = entries[hashes[asked[each]!]! & mask]!;
    for (let each = from; each < most; each++) {
      const entry = ahead[each]!;
      if (entry === 0 || ((entry ^ hashes[asked[each]!]!) & ~mask) !== 0) continue;
      const index = (entry & mask) - 1;
      sum ^= chunks[index >>> CHUNK_BITS]![(index & CHUNK_MASK) * words]!;
    }
    this.#sum ^= sum;
  }
}
