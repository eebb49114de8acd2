/** Rows of packed states, in chunks, so that growing never copies what is there. */

/** log2 of the rows in a chunk. */
export const CHUNK_BITS = 16;
const CHUNK_ROWS = 1 << CHUNK_BITS;
/** Selects a row's place within its chunk. */
export const CHUNK_MASK = CHUNK_ROWS - 1;

export class Rows {
  readonly chunks: Int32Array[] = [];
  readonly parents: Int32Array[] = [];
  count = 0;

  constructor(readonly words: number) {}

  /** Appends a row, and the number of the row it was reached from. Returns its own number. */
  append(row: Int32Array, at: number, parent: number): number {
    const index = this.count++;
    const chunk = index >>> CHUNK_BITS;
    if (chunk === this.chunks.length) {
      this.chunks.push(new Int32Array(CHUNK_ROWS * this.words));
      this.parents.push(new Int32Array(CHUNK_ROWS));
    }
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

  /** Gives up the chunk that a row is in. */
  forget(index: number): void {
    const none = new Int32Array(0);
    this.chunks[index >>> CHUNK_BITS] = none;
    this.parents[index >>> CHUNK_BITS] = none;
  }

  /** A copy of one row. */
  read(index: number): Int32Array {
    const base = (index & CHUNK_MASK) * this.words;
    return this.chunks[index >>> CHUNK_BITS]!.slice(base, base + this.words);
  }

  get bytes(): number {
    return this.chunks.length * CHUNK_ROWS * (this.words + 1) * 4;
  }
}
