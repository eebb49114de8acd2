/** Rows of packed states, in chunks, so that growing never copies what is there. */

/** log2 of the rows in a chunk. */
export const CHUNK_BITS = 16;
export const CHUNK_ROWS = 1 << CHUNK_BITS;

/** Selects a row's place within its chunk. */
export const CHUNK_MASK = CHUNK_ROWS - 1;

/** Memory for so many zeros; shared between threads where a search has several. */
export type Allocate = (length: number) => Int32Array;

export const ownMemory: Allocate = (length) => new Int32Array(length);
export const sharedMemory: Allocate = (length) => new Int32Array(new SharedArrayBuffer(length * 4));

/** Whether there was memory for what something allocates. */
export function isAllocated(allocating: () => void): boolean {
  try {
    allocating();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A chunk that was given up. */
const NONE = new Int32Array(0);

export class Rows {
  readonly chunks: Int32Array[] = [];
  readonly parents: Int32Array[] = [];
  count = 0;

  constructor(
    readonly words: number,
    readonly allocate: Allocate = ownMemory,
  ) {}

  /** Makes room for so many rows in all. */
  reserve(rows: number): void {
    while (this.chunks.length * CHUNK_ROWS < rows) {
      this.chunks.push(this.allocate(CHUNK_ROWS * this.words));
      this.parents.push(this.allocate(CHUNK_ROWS));
    }
  }

  /** Rows that there is room for, or can be had for so many bytes. */
  affordable(bytes: number): number {
    return (this.chunks.length + Math.floor(bytes / this.#bytesOfAChunk)) * CHUNK_ROWS;
  }

  /** Appends a row, and the number of the row it was reached from. Returns its own number. */
  append(row: Int32Array, at: number, parent: number): number {
    const index = this.count++;
    const chunk = index >>> CHUNK_BITS;
    if (chunk === this.chunks.length) this.reserve(index + 1);
    const { words } = this;
    const to = this.chunks[chunk]!;
    const base = (index & CHUNK_MASK) * words;
    for (let word = 0; word < words; word++) to[base + word] = row[at + word]!;
    this.parents[chunk]![index & CHUNK_MASK] = parent;
    return index;
  }

  /** The number of the row that a row was reached from; −1 for the first. */
  parent(index: number): number {
    return this.parents[index >>> CHUNK_BITS]![index & CHUNK_MASK]!;
  }

  /** Gives up the chunk of a row, once all of its rows were copied elsewhere. */
  giveUp(index: number): void {
    this.chunks[index >>> CHUNK_BITS] = NONE;
    this.parents[index >>> CHUNK_BITS] = NONE;
  }

  /** Moves a row, with its parent, into the place of another. */
  move(from: number, to: number): void {
    const { words } = this;
    const source = this.chunks[from >>> CHUNK_BITS]!;
    const base = (from & CHUNK_MASK) * words;
    this.chunks[to >>> CHUNK_BITS]!.set(source.subarray(base, base + words), (to & CHUNK_MASK) * words);
    this.parents[to >>> CHUNK_BITS]![to & CHUNK_MASK] = this.parent(from);
  }

  read(index: number): Int32Array {
    const base = (index & CHUNK_MASK) * this.words;
    return this.chunks[index >>> CHUNK_BITS]!.slice(base, base + this.words);
  }

  get bytes(): number {
    return this.chunks.length * this.#bytesOfAChunk;
  }

  get #bytesOfAChunk(): number {
    return CHUNK_ROWS * (this.words + 1) * 4;
  }
}
