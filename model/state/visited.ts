/**
 * The exact set of visited states: an open-addressing table of row numbers.
 *
 * An entry keeps the row's number + 1 in its low bits and, in the bits that are left, the high bits of the row's hash,
 * so that a row is hardly ever looked at in vain; but it is looked at, all of it, before two states count as one.
 */
import { type Allocate, CHUNK_BITS, CHUNK_MASK, CHUNK_ROWS, ownMemory, type Rows } from './rows.js';

/** Rows for which the first table has room. */
const FIRST_BITS = 12;
/** log2 of the entries of a table that several threads begin with. */
const LARGE_BITS = 22;
/** Entries of a table that is not small any more: 64 MiB. */
const SMALL = 1 << 24;

/** States that the largest table has room for: five of eight among 2³¹ entries, but for those that are found at once. */
export const STATES_MAX = 1_340_000_000;

export class Visited {
  entries: Int32Array;
  /** Selects the bits of an entry that are a row's number + 1, and of a hash that are its slot. */
  mask = (1 << FIRST_BITS) - 1;

  constructor(readonly allocate: Allocate = ownMemory) {
    this.entries = allocate(1 << FIRST_BITS);
  }

  /** Rows for which there is room. */
  get capacity(): number {
    return Math.floor((this.entries.length * 5) / 8);
  }

  /** Whether as many more rows can be added before the table has to grow. */
  hasRoomFor(rows: Rows, more: number): boolean {
    return rows.count + more <= this.capacity;
  }

  /** Bytes that growing once would add while both tables exist. */
  get bytesToGrow(): number {
    return this.entries.length * 4 * this.#factor;
  }

  /** Every row is entered anew each time, so what is small takes a larger step. */
  get #factor(): number {
    return this.entries.length < SMALL ? 4 : 2;
  }

  get bytes(): number {
    return this.entries.length * 4;
  }

  /** Makes the table larger. */
  grow(rows: Rows): void {
    this.enlarge();
    this.fill(rows);
  }

  /** Makes the table larger, and leaves it empty. */
  enlarge(): void {
    this.#resize(this.entries.length * this.#factor);
  }

  /** Makes the table so large that it need not grow soon, if that takes no more than so many bytes: several threads lose most by growing. */
  growAtOnce(rows: Rows, maxBytes: number): void {
    const bits = Math.min(LARGE_BITS, Math.floor(Math.log2(maxBytes / 4)));
    if (2 ** bits <= this.entries.length) return;
    this.#resize(2 ** bits);
    this.fill(rows);
  }

  #resize(length: number): void {
    this.entries = this.allocate(length);
    this.mask = length - 1;
  }

  /** Lets a row that is in the set go by another number. */
  renumber(rows: Rows, from: number, to: number): void {
    const { entries, mask } = this;
    const { words, chunks } = rows;
    const hash = hashRow(chunks[from >>> CHUNK_BITS]!, (from & CHUNK_MASK) * words, words);
    let slot = hash & mask;
    while ((entries[slot]! & mask) !== from + 1) slot = (slot + 1) & mask;
    entries[slot] = (hash & ~mask) | (to + 1);
  }

  /** Enters all rows, and forgets what was there. */
  fill(rows: Rows): void {
    // Touched in order, new memory is had sooner.
    this.entries.fill(0);
    enterRows(this.entries, rows, 0, rows.count, putAlone);
  }

  /** The number of the row at an offset if it is in the set; else `~slot`, negative, where {@link put} is to enter it. */
  find(rows: Rows, row: Int32Array, at: number, hash: number): number {
    const { entries, mask } = this;
    const { words, chunks } = rows;
    let slot = hash & mask;
    for (;;) {
      const entry = entries[slot]!;
      if (entry === 0) return ~slot;
      if (((entry ^ hash) & ~mask) === 0) {
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

  /** Enters a row's number where {@link find} said. */
  put(found: number, index: number, hash: number): void {
    this.entries[~found] = (hash & ~this.mask) | (index + 1);
  }
}

/** Rows that are sorted by region before they are entered, and log2 of the regions of a table. */
const SORTED = CHUNK_ROWS;
const REGION_BITS = 8;

/**
 * Enters rows that are not in it yet into a table, those first that belong to its first region, and so on: to go to and fro in a large
 * table is to wait for memory each time.
 *
 * @param put enters an entry at a slot or at the next that is free.
 */
export function enterRows(
  entries: Int32Array,
  { words, chunks }: { readonly words: number; readonly chunks: readonly Int32Array[] },
  from: number,
  to: number,
  put: (entries: Int32Array, slot: number, entry: number) => void,
): void {
  const mask = entries.length - 1;
  const shift = Math.max(0, 32 - Math.clz32(mask) - REGION_BITS);
  const most = Math.min(SORTED, to - from);
  const hashes = new Int32Array(most);
  const sortedHashes = new Int32Array(most);
  const sortedRows = new Int32Array(most);
  const start = new Int32Array((mask >>> shift) + 2);
  for (let begin = from; begin < to; begin += most) {
    const count = Math.min(most, to - begin);
    start.fill(0);
    for (let next = 0; next < count; next++) {
      const row = begin + next;
      const hash = hashRow(chunks[row >>> CHUNK_BITS]!, (row & CHUNK_MASK) * words, words);
      hashes[next] = hash;
      start[((hash & mask) >>> shift) + 1]!++;
    }
    for (let region = 1; region < start.length; region++) start[region]! += start[region - 1]!;
    for (let next = 0; next < count; next++) {
      const hash = hashes[next]!;
      const at = start[(hash & mask) >>> shift]!++;
      sortedHashes[at] = hash;
      sortedRows[at] = begin + next;
    }
    for (let next = 0; next < count; next++) {
      const hash = sortedHashes[next]!;
      put(entries, hash & mask, (hash & ~mask) | (sortedRows[next]! + 1));
    }
  }
}

/** For a table that one thread writes to. */
function putAlone(entries: Int32Array, slot: number, entry: number): void {
  const mask = entries.length - 1;
  let at = slot;
  while (entries[at] !== 0) at = (at + 1) & mask;
  entries[at] = entry;
}

/** For a table that several threads write to at once. */
export function putTogether(entries: Int32Array, slot: number, entry: number): void {
  const mask = entries.length - 1;
  let at = slot;
  while (Atomics.compareExchange(entries, at, 0, entry) !== 0) at = (at + 1) & mask;
}

/**
 * One word's part in its row's hash. A row's hash is the exclusive or of its words' parts, stirred by {@link finish}: when
 * a step changes a word, its old part is taken out and its new one put in.
 */
export function hashWord(value: number, word: number): number {
  let mixed = Math.imul(value ^ Math.imul(word + 1, 0x9e3779b1), 0x85ebca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0xc2b2ae35 + (word << 1));
  return mixed ^ (mixed >>> 14);
}

/** Stirs the combined parts, so that low and high bits depend on all of them. */
export function finish(parts: number): number {
  let mixed = Math.imul(parts ^ (parts >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}

/** A row's hash. */
export function hashRow(row: Int32Array, at: number, words: number): number {
  let parts = 0;
  for (let word = 0; word < words; word++) parts ^= hashWord(row[at + word]!, word);
  return finish(parts);
}
