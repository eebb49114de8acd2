/** The states that a search found: their rows, and the set by which one of them is known again. */

import type { Batch } from '../state/batch.js';
import { ReadAhead } from '../state/read-ahead.js';
import { Recent } from '../state/recent.js';
import type { Repacking } from '../state/repacking.js';
import { type Allocate, isAllocated, Rows } from '../state/rows.js';
import { Visited } from '../state/visited.js';
import { repacked } from './packing.js';

export class Found {
  rows: Rows;
  readonly visited: Visited;
  readonly #readAhead = new ReadAhead();
  #recent: Recent;

  constructor(
    initial: Int32Array,
    readonly allocate: Allocate,
  ) {
    this.visited = new Visited(allocate);
    this.rows = new Rows(initial.length, allocate);
    this.rows.append(initial, 0, -1);
    this.visited.fill(this.rows);
    this.#recent = new Recent(initial.length);
  }

  get bytes(): number {
    return this.rows.bytes + this.visited.bytes;
  }

  /** Makes sure that so many states can be added with the bytes that are left. Returns whether they can. */
  makeRoom(more: number, bytesLeft: () => number): boolean {
    const { visited, rows } = this;
    while (!visited.hasRoomFor(rows, more))
      if (visited.bytesToGrow > bytesLeft() || !isAllocated(() => visited.grow(rows))) return false;
    return isAllocated(() => rows.reserve(rows.count + more));
  }

  /**
   * Adds those states of a batch that are new, for which there is room.
   *
   * @param onNew is told the place of a new state in the batch, and its number.
   * @returns false where there would be more states than so many.
   */
  add(batch: Batch, maxStates: number, onNew: (next: number, state: number) => void): boolean {
    const { visited, rows } = this;
    const { words } = rows;
    const { hashes } = batch;
    const unknown = this.#recent.sift(batch);
    const { places } = this.#recent;
    this.#readAhead.read(visited.entries, rows, hashes, places, 0, unknown);
    for (let each = 0; each < unknown; each++) {
      const next = places[each]!;
      const at = next * words;
      const found = visited.find(rows, batch.rows, at, hashes[next]!);
      if (found >= 0) continue;
      if (rows.count >= maxStates) return false;
      const state = rows.append(batch.rows, at, batch.parents[next]!);
      visited.put(found, state, hashes[next]!);
      onNew(next, state);
    }
    return true;
  }

  /** Lays all rows out anew. */
  repack(repacking: Repacking, words: number): void {
    this.rows = repacked(this.rows, repacking, words, this.allocate);
    this.visited.fill(this.rows);
    this.#recent = new Recent(words);
  }
}
