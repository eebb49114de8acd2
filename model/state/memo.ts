/** Numbers kept by the part of a state that they depend on: an open-addressing table from masked words to numbers from 0. */

import { type Allocate, ownMemory } from './rows.js';

/** Entries of an empty table. */
const FIRST_SLOTS = 64;

/** A memo for another thread. Its entries are not copied where they are shared memory. */
export interface MemoImage {
  readonly words: Int32Array;
  readonly masks: Int32Array;
  readonly entries: Int32Array;
  readonly size: number;
}

export class Memo {
  /** The words of a row that the mask touches, and the mask of each. */
  #words: Int32Array = new Int32Array(0);
  #masks: Int32Array = new Int32Array(0);
  #stride = 1;
  /** Entries: the masked words, then the number + 1; 0 is an empty entry. */
  #entries: Int32Array;
  #slots = FIRST_SLOTS;
  size = 0;

  constructor(readonly allocate: Allocate = ownMemory) {
    this.#entries = allocate(FIRST_SLOTS);
  }

  /** All that is kept, as plain data for another thread. */
  image(): MemoImage {
    const { size } = this;
    return { words: this.#words, masks: this.#masks, entries: this.#entries, size };
  }

  /** A memo with what another one kept. */
  static of({ words, masks, entries, size }: MemoImage): Memo {
    const memo = new Memo();
    memo.#words = words;
    memo.#masks = masks;
    memo.#stride = words.length + 1;
    memo.#entries = entries;
    memo.#slots = entries.length / memo.#stride;
    memo.size = size;
    return memo;
  }

  get bytes(): number {
    return this.#entries.length * 4;
  }

  /**
   * Keeps numbers by other bits from now on. What is known stays where that is asked for and the same words still are all that
   * counts: the bits that are new were 0 in all that is known.
   *
   * @returns whether it stayed
   */
  setMask(mask: Int32Array, keep: boolean): boolean {
    const words = [...mask.keys()].filter((word) => mask[word] !== 0);
    const same =
      keep && words.length === this.#words.length && words.every((word, at) => word === this.#words[at]);
    this.#words = Int32Array.from(words);
    this.#masks = Int32Array.from(words, (word) => mask[word]!);
    if (same) return true;
    this.clear();
    return false;
  }

  clear(): void {
    this.#stride = this.#words.length + 1;
    this.#slots = FIRST_SLOTS;
    this.size = 0;
    this.#entries = this.allocate(this.#slots * this.#stride);
  }

  /** Whether two rows are the same in the masked bits. */
  same(a: Int32Array, atA: number, b: Int32Array, atB: number): boolean {
    const words = this.#words;
    for (let next = 0; next < words.length; next++) {
      const word = words[next]!;
      if (((a[atA + word]! ^ b[atB + word]!) & this.#masks[next]!) !== 0) return false;
    }
    return true;
  }

  /** The number kept for a row, or −1. */
  get(row: Int32Array, at: number): number {
    return this.#entries[this.#find(row, at) + this.#stride - 1]! - 1;
  }

  /** The number kept for a row; the next free one, if there was none. */
  number(row: Int32Array, at: number): number {
    const known = this.get(row, at);
    if (known >= 0) return known;
    this.set(row, at, this.size);
    return this.size - 1;
  }

  /** Keeps a number for a row that has none. */
  set(row: Int32Array, at: number, number: number): void {
    if (this.size * 4 >= this.#slots * 3) this.#grow();
    const words = this.#words;
    const entry = this.#find(row, at);
    for (let next = 0; next < words.length; next++)
      this.#entries[entry + next] = row[at + words[next]!]! & this.#masks[next]!;
    this.#entries[entry + words.length] = number + 1;
    this.size++;
  }

  /** The offset of the row's entry, or of the empty one where it would be. */
  #find(row: Int32Array, at: number): number {
    const words = this.#words;
    const masks = this.#masks;
    const entries = this.#entries;
    const stride = this.#stride;
    let hash = 0;
    for (let next = 0; next < words.length; next++)
      hash = stir(hash ^ (row[at + words[next]!]! & masks[next]!));
    let slot = hash & (this.#slots - 1);
    for (;;) {
      const entry = slot * stride;
      if (entries[entry + stride - 1] === 0) return entry;
      let next = 0;
      while (next < words.length && entries[entry + next] === (row[at + words[next]!]! & masks[next]!))
        next++;
      if (next === words.length) return entry;
      slot = (slot + 1) & (this.#slots - 1);
    }
  }

  #grow(): void {
    const old = this.#entries;
    const stride = this.#stride;
    this.#slots *= 2;
    this.#entries = this.allocate(this.#slots * stride);
    for (let entry = 0; entry < old.length; entry += stride) {
      if (old[entry + stride - 1] === 0) continue;
      let hash = 0;
      for (let next = 0; next < stride - 1; next++) hash = stir(hash ^ old[entry + next]!);
      let slot = hash & (this.#slots - 1);
      while (this.#entries[slot * stride + stride - 1] !== 0) slot = (slot + 1) & (this.#slots - 1);
      this.#entries.set(old.subarray(entry, entry + stride), slot * stride);
    }
  }
}

/** One step of a hash that need not be as good as that of the visited set: there are few entries, and many look-ups. */
function stir(value: number): number {
  const mixed = Math.imul(value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
