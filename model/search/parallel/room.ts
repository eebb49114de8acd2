/** Room for what several threads find at once: rows, and the table of the visited set. */
import { CHUNK_ROWS, isAllocated } from '../../state/rows.js';
import type { Span } from '../levels.js';
import type { Search } from '../search.js';
import { type Memory, type Order, type Refill, ROWS_AT_ONCE } from './protocol.js';

/** The table is made large beforehand up to this part of the memory that is left. */
const BEFOREHAND = 8;

export class Room {
  /** What the threads were told last. */
  #memory: Memory | undefined;
  #chunksTold = 0;

  constructor(
    readonly search: Search,
    readonly workers: number,
  ) {}

  /** Makes room beforehand, of what the budget of memory leaves no more than a part. */
  begin(): void {
    const { rows, visited, budget, bytes } = this.search;
    visited.growAtOnce(rows, (budget.maxMemory - bytes) / BEFOREHAND);
  }

  /**
   * Rows may be numbered up to this: as many as the set has room for, and as the budgets allow. Each thread may hold rows that it does
   * not fill, so the limit of states is a little higher.
   */
  get #most(): number {
    const { rows, visited, budget, bytes } = this.search;
    const affordable = rows.affordable(budget.maxMemory - bytes);
    return Math.min(visited.capacity, affordable, budget.maxStates + this.workers * ROWS_AT_ONCE);
  }

  /** Rows may be numbered up to this for now, where so many were taken: memory that nobody needs yet is not asked for. */
  limit(count: number): number {
    return Math.min(this.#most, count + Math.max(CHUNK_ROWS, count >>> 1));
  }

  /** Room for so many rows; undefined where the threads have it already. */
  for(limit: number): Memory | undefined {
    const { rows, visited } = this.search;
    rows.reserve(limit);
    const { chunks, parents } = rows;
    const { entries } = visited;
    const known = this.#memory;
    if (known?.entries === entries && known.chunks === chunks && this.#chunksTold === chunks.length)
      return undefined;
    this.#memory = { chunks, parents, entries };
    this.#chunksTold = chunks.length;
    return this.#memory;
  }

  /**
   * Fills the rows that threads took and did not use with the last ones.
   *
   * @param count rows that were taken.
   * @returns where rows went.
   */
  close(spares: readonly Span[], count: number): ReadonlyMap<number, number> {
    const { rows, visited } = this.search;
    const moved = new Map<number, number>();
    const unused = new Set(
      spares.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)),
    );
    let last = count - 1;
    for (const gap of [...unused].sort((a, b) => a - b)) {
      while (unused.has(last)) last--;
      if (gap > last) break;
      visited.renumber(rows, last, gap);
      rows.move(last, gap);
      unused.delete(gap);
      moved.set(last, gap);
      last--;
    }
    while (unused.has(last)) last--;
    rows.count = last + 1;
    return moved;
  }

  /**
   * Makes the set larger where it has to be, or lets the search give up.
   *
   * @param limit the rows that there was room for.
   * @param count rows that were taken.
   * @returns the orders by which the threads enter all rows anew: rounds, each with an order for each thread.
   */
  enlarge(limit: number, spares: readonly Span[], count: number): readonly (readonly Order[])[] {
    const { search, workers } = this;
    if (limit < this.#most) return [];
    const { visited, rows, budget } = search;
    const unfilled = spares.reduce((sum, { from, to }) => sum + to - from, 0);
    const isAffordable = limit === visited.capacity && search.bytes + visited.bytesToGrow <= budget.maxMemory;
    if (count - unfilled > budget.maxStates) search.giveUp('states');
    else if (!isAffordable || !isAllocated(() => visited.enlarge())) search.giveUp('memory');
    if (search.stopped !== undefined) return [];
    const { entries } = visited;
    const { words, chunks } = rows;
    return filled(spares, count).map(({ from, to }) => {
      const share = Math.ceil((to - from) / workers);
      return Array.from({ length: workers }, (_, at): Refill => {
        const [first, next] = [from + at * share, from + (at + 1) * share];
        return { kind: 'refill', from: Math.min(to, first), to: Math.min(to, next), words, chunks, entries };
      });
    });
  }
}

/** The rows before a number without those that are not filled, which must not be entered. */
function filled(spares: readonly Span[], count: number): readonly Span[] {
  const gaps = spares.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
  const ends = [...gaps.map(({ from }) => from), count];
  return [0, ...gaps.map(({ to }) => to)].map((from, at) => ({ from, to: ends[at]! }));
}
