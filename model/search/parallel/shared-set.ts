/**
 * The visited set as one of several threads sees it: all of them enter states at once, into one table in shared memory. Rows are taken some at
 * a time, so that threads seldom meet there.
 */

import type { Batch } from '../../state/batch.js';
import { ReadAhead } from '../../state/read-ahead.js';
import { Recent } from '../../state/recent.js';
import { CHUNK_BITS, CHUNK_MASK } from '../../state/rows.js';
import type { Span } from '../levels.js';
import { type Memory, ROWS, ROWS_AT_ONCE, type Work } from './protocol.js';

export class SharedSet {
  #memory!: Memory;
  #counters!: Int32Array;
  #limit = 0;
  /** Rows taken and not used. */
  #rowNext = 0;
  #rowEnd = 0;
  readonly #recent: Recent;
  /** States of the batch that were not found a moment ago, and how many of them were entered. */
  #asked = 0;
  #entered = 0;
  readonly #readAhead = new ReadAhead();

  constructor(readonly words: number) {
    this.#recent = new Recent(words);
  }

  /** Must be called before each piece of work. */
  prepare({ counters, limit }: Work, memory: Memory): void {
    this.#counters = counters;
    this.#limit = limit;
    this.#memory = memory;
  }

  /** Forgets which rows it took: the main thread has filled them. */
  begin(): void {
    this.#rowNext = 0;
    this.#rowEnd = 0;
  }

  /** Rows taken and not used. */
  get spare(): Span {
    return { from: this.#rowNext, to: this.#rowEnd };
  }

  /** Whether the batch that was entered last is entered only in part, for want of rows. */
  get isHalfway(): boolean {
    return this.#entered < this.#asked;
  }

  /**
   * Enters those states of a batch that are new.
   *
   * @param onNew is told the place of a new state in the batch, and its number.
   * @returns false where there is no room for all of them; then the rest is to be entered later.
   */
  enter(batch: Batch, onNew: (next: number, state: number) => void): boolean {
    if (!this.isHalfway) this.#asked = this.#recent.sift(batch);
    const { places } = this.#recent;
    const { entries, chunks } = this.#memory;
    const { words } = this;
    this.#readAhead.read(entries, { words, chunks }, batch.hashes, places, this.#entered, this.#asked);
    for (; this.#entered < this.#asked; this.#entered++) {
      if (this.#rowNext === this.#rowEnd && !this.#takeRows()) return false;
      const next = places[this.#entered]!;
      const found = this.#number(batch.rows, next * words, batch.hashes[next]!, batch.parents[next]!);
      if (found !== this.#rowNext) continue;
      this.#rowNext++;
      onNew(next, found);
    }
    this.#asked = 0;
    this.#entered = 0;
    return true;
  }

  /** Takes rows for this thread alone. */
  #takeRows(): boolean {
    const counters = this.#counters;
    const limit = this.#limit;
    if (Atomics.load(counters, ROWS) + ROWS_AT_ONCE > limit) return false;
    const from = Atomics.add(counters, ROWS, ROWS_AT_ONCE);
    if (from + ROWS_AT_ONCE > limit) {
      Atomics.sub(counters, ROWS, ROWS_AT_ONCE);
      return false;
    }
    this.#rowNext = from;
    this.#rowEnd = from + ROWS_AT_ONCE;
    return true;
  }

  /** The number of a state; if nobody had it, the next of this thread's rows, now filled. */
  #number(row: Int32Array, at: number, hash: number, parent: number): number {
    const { entries, chunks, parents } = this.#memory;
    const { words } = this;
    const mask = entries.length - 1;
    let slot = hash & mask;
    let written = false;
    for (;;) {
      // What is read so may be old, but no thread changes an entry: only what looks free, or like the state, must be made sure of.
      let entry = entries[slot]!;
      if (entry === 0) {
        const index = this.#rowNext;
        if (!written) {
          const to = chunks[index >>> CHUNK_BITS]!;
          const base = (index & CHUNK_MASK) * words;
          for (let word = 0; word < words; word++) to[base + word] = row[at + word]!;
          parents[index >>> CHUNK_BITS]![index & CHUNK_MASK] = parent;
          written = true;
        }
        entry = Atomics.compareExchange(entries, slot, 0, (hash & ~mask) | (index + 1));
        if (entry === 0) return index;
      }
      if (((entry ^ hash) & ~mask) === 0) {
        // After this the row is there as it was written before its entry.
        entry = Atomics.load(entries, slot);
        const index = (entry & mask) - 1;
        const chunk = chunks[index >>> CHUNK_BITS]!;
        const base = (index & CHUNK_MASK) * words;
        let word = 0;
        while (word < words && chunk[base + word] === row[at + word]) word++;
        if (word === words) return index;
      }
      slot = (slot + 1) & mask;
    }
  }
}
