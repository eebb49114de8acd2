/**
 * What a compact search keeps of every state for good: 64 bits that are most likely no other state's, and the state it
 * was reached from.
 *
 * Each bit of a state has 64 bits drawn for it, and a fingerprint is the exclusive or of those of the bits that are set. Two different
 * states differ in some bit, so one has the fingerprint of the other once in 2⁶⁴ draws, whatever the states are. What is drawn goes by
 * what a bit stands for and not by its place, so a fingerprint outlives the layout of the rows.
 */

import type { Batch } from './search/successors.js';
import type { Layout } from './state/layout.js';
import { CHUNK_BITS, CHUNK_MASK, CHUNK_ROWS, type Keys, type Rows } from './state/rows.js';
import { finish, hashRow } from './state/visited.js';

/** Words of a fingerprint. */
const WORDS = 2;

/** Stands for a distance that has no room in a byte. */
const FAR = 255;

/** What bits are drawn for, besides fields. */
const MESSAGES = -1;

/** What an entry of a map of numbers takes, about. */
const BYTES_OF_AN_ENTRY = 40;

export interface Draw {
  /** Another draw for each. */
  readonly seed: number;
  /** Bits of a fingerprint; fewer than 64 show what happens when two states have the same. */
  readonly bits: number;
}

export class Fingerprints implements Keys {
  readonly words = WORDS;
  readonly chunks: Int32Array[] = [];
  count = 0;
  /**
   * The states that others were reached from come in their order. So of each there is kept how far it is from the one of the state
   * before, and of a chunk's first state the number itself; of those that are far too.
   */
  readonly #distances: Uint8Array[] = [];
  readonly #far = new Map<number, number>();
  #lastParent = 0;
  /** By a successor's place in the batch: its fingerprint, and that one's hash. */
  readonly #asked = { rows: new Int32Array(0), hashes: new Int32Array(0) };
  /** What was drawn for bit b of word w, at `2 (32 w + b)`. */
  #drawn = new Int32Array(0);
  #layout: Layout | undefined;
  #spare = 0;

  constructor(readonly draw: Draw = { seed: 0, bits: 64 }) {}

  /**
   * The odds that the states found are fewer than there are, at the most: the first state that was taken for another one is among
   * the first n + 1, each of which may meet those before it.
   */
  get odds(): number {
    const { count } = this;
    return Math.min(1, (count * (count + 1)) / 2 ** (this.draw.bits + 1));
  }

  /** Appends a fingerprint, and the number of the state that its state was reached from: no lower than the one before. */
  append(fingerprints: Int32Array, at: number, parent: number): void {
    const index = this.count++;
    const chunk = index >>> CHUNK_BITS;
    const place = index & CHUNK_MASK;
    if (place === 0) {
      this.chunks.push(new Int32Array(CHUNK_ROWS * WORDS));
      this.#distances.push(new Uint8Array(CHUNK_ROWS));
    }
    const to = this.chunks[chunk]!;
    to[place * WORDS] = fingerprints[at]!;
    to[place * WORDS + 1] = fingerprints[at + 1]!;
    const distance = parent - this.#lastParent;
    const isFar = place === 0 || distance >= FAR;
    if (isFar) this.#far.set(index, parent);
    this.#distances[chunk]![place] = isFar ? FAR : distance;
    this.#lastParent = parent;
  }

  parent(index: number): number {
    const distances = this.#distances[index >>> CHUNK_BITS]!;
    let far = index;
    while (distances[far & CHUNK_MASK] !== FAR) far--;
    let parent = this.#far.get(far)!;
    for (let next = far + 1; next <= index; next++) parent += distances[next & CHUNK_MASK]!;
    return parent;
  }

  get bytes(): number {
    return this.chunks.length * CHUNK_ROWS * (WORDS * 4 + 1) + this.#far.size * BYTES_OF_AN_ENTRY;
  }

  /** The fingerprint of a packed state. */
  of(row: Int32Array, layout: Layout): Int32Array {
    this.#setLayout(layout);
    const fingerprint = new Int32Array(WORDS);
    this.#change(fingerprint, 0, new Int32Array(layout.words), 0, row, 0);
    return fingerprint;
  }

  /** Whether a packed state has the fingerprint of a visited one. */
  isOf(state: number, row: Int32Array, layout: Layout): boolean {
    const [high, low] = this.of(row, layout);
    const chunk = this.chunks[state >>> CHUNK_BITS]!;
    const at = (state & CHUNK_MASK) * WORDS;
    return chunk[at] === high && chunk[at + 1] === low;
  }

  /**
   * The fingerprints of a batch, as far as they are asked for.
   *
   * @param asked the places in the batch that will be looked up, as many as `count`.
   */
  ofBatch(
    batch: Batch,
    from: Rows,
    layout: Layout,
    asked: Int32Array,
    count: number,
  ): { readonly rows: Int32Array; readonly hashes: Int32Array } {
    this.#setLayout(layout);
    if (this.#asked.hashes.length < batch.count) {
      this.#asked.rows = new Int32Array(batch.capacity * WORDS);
      this.#asked.hashes = new Int32Array(batch.capacity);
    }
    const { rows, hashes } = this.#asked;
    const known = this.chunks;
    for (let each = 0; each < count; each++) {
      const next = asked[each]!;
      const at = next * WORDS;
      const parent = batch.parents[next]!;
      const chunk = parent >>> CHUNK_BITS;
      const place = parent & CHUNK_MASK;
      rows[at] = known[chunk]![place * WORDS]!;
      rows[at + 1] = known[chunk]![place * WORDS + 1]!;
      this.#change(rows, at, from.chunks[chunk]!, place * layout.words, batch.rows, next * layout.words);
      hashes[next] = hashRow(rows, at, WORDS);
    }
    return this.#asked;
  }

  /** Makes the fingerprint of one packed state that of another, by the bits in which they differ. */
  #change(
    fingerprint: Int32Array,
    at: number,
    before: Int32Array,
    beforeAt: number,
    row: Int32Array,
    rowAt: number,
  ): void {
    const { words } = this.#layout!;
    const drawn = this.#drawn;
    let high = fingerprint[at]!;
    let low = fingerprint[at + 1]!;
    for (let word = 0; word < words; word++)
      for (let open = before[beforeAt + word]! ^ row[rowAt + word]!; open !== 0; open &= open - 1) {
        const bit = (word * 32 + 31 - Math.clz32(open & -open)) * 2;
        high ^= drawn[bit]!;
        low ^= drawn[bit + 1]!;
      }
    fingerprint[at] = high;
    fingerprint[at + 1] = low;
  }

  /** Takes note of where bits are, by another layout or with new messages in this one. */
  #setLayout(layout: Layout): void {
    if (layout === this.#layout && layout.spare === this.#spare) return;
    this.#layout = layout;
    this.#spare = layout.spare;
    this.#drawn = new Int32Array(layout.words * 64);
    const { widths, fieldWord, fieldShift, bitWord, bitMask } = layout;
    for (const [field, width] of widths.entries())
      for (let bit = 0; bit < width; bit++)
        this.#draw(fieldWord[field]!, fieldShift[field]! + bit, field, bit);
    bitWord.forEach((word, message) => {
      this.#draw(word, 31 - Math.clz32(bitMask[message]!), MESSAGES, message);
    });
  }

  /** Draws for the bit at a place: the n-th of its kind. */
  #draw(word: number, place: number, kind: number, number: number): void {
    const { seed, bits } = this.draw;
    const at = (word * 32 + place) * 2;
    this.#drawn[at] = drawn(2 * seed + 1, kind, number) & lowest(bits - 32);
    this.#drawn[at + 1] = drawn(2 * seed, kind, number) & lowest(bits);
  }
}

/** A word with so many of its lowest bits set. */
function lowest(bits: number): number {
  if (bits >= 32) return -1;
  return bits <= 0 ? 0 : (1 << bits) - 1;
}

/** 32 bits that look as if drawn by chance, and are the same each time. */
function drawn(...parts: readonly number[]): number {
  return parts.reduce((mixed, part) => finish(Math.imul(mixed ^ part, 0x9e3779b1) + 0x7f4a7c15), 0x243f6a88);
}
