/**
 * The states found last, kept where the processor has them at hand.
 *
 * Two steps that do not depend on each other lead to one state in either order, so most states are found again soon after
 * they were found first. What is here needs no look into the large set.
 */

import type { Batch } from './batch.js';

/** States that can be kept: with their rows, about as much as fits into a processor's second cache. */
const SLOTS = 1 << 12;

export class Recent {
  /** At each slot, the row that was put there last, and its hash; before that, no hash that belongs there. */
  readonly #rows: Int32Array;
  readonly #hashes = Int32Array.from({ length: SLOTS }, (_, slot) => ~slot);

  /** The places that {@link sift} left. */
  places = new Int32Array(0);

  constructor(readonly words: number) {
    this.#rows = new Int32Array(SLOTS * words);
  }

  /** Leaves out of a batch the rows that are here. Returns how many others there are: their places in the batch are in `places`. */
  sift({ rows, hashes, count }: Batch): number {
    if (this.places.length < count) this.places = new Int32Array(hashes.length);
    const { places, words } = this;
    let left = 0;
    for (let next = 0; next < count; next++)
      if (!this.has(rows, next * words, hashes[next]!)) places[left++] = next;
    return left;
  }

  /** Whether a row is here; if not it is from now on, in the place of another. */
  has(row: Int32Array, at: number, hash: number): boolean {
    const { words } = this;
    const rows = this.#rows;
    const slot = hash & (SLOTS - 1);
    const base = slot * words;
    if (this.#hashes[slot] === hash) {
      let word = 0;
      while (word < words && rows[base + word] === row[at + word]) word++;
      if (word === words) return true;
    }
    this.#hashes[slot] = hash;
    for (let word = 0; word < words; word++) rows[base + word] = row[at + word]!;
    return false;
  }
}
