/** Successors that are not looked up yet, so that the visited set is asked for many of them together. */

/** Successors in the order in which they were found. */
export class Batch {
  count = 0;
  /** Packed states, one after another. */
  rows: Int32Array<ArrayBuffer>;
  /** The same as the steps left them: before the names in them were changed, where that is done. */
  reached: Int32Array<ArrayBuffer>;
  hashes = new Int32Array(1024);
  /** The number of the state each was reached from. */
  parents = new Int32Array(1024);
  /** Who took the step, and its event. */
  processes = new Int32Array(1024);
  events = new Int32Array(1024);

  constructor(
    readonly words: number,
    readonly renames = false,
  ) {
    this.rows = new Int32Array(1024 * words);
    this.reached = renames ? new Int32Array(1024 * words) : this.rows;
  }

  get capacity(): number {
    return this.hashes.length;
  }

  grow(): void {
    this.rows = doubled(this.rows);
    this.reached = this.renames ? doubled(this.reached) : this.rows;
    this.hashes = doubled(this.hashes);
    this.parents = doubled(this.parents);
    this.processes = doubled(this.processes);
    this.events = doubled(this.events);
  }
}

/** An array twice as long that begins with the numbers of another. */
export function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
