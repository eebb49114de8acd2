/** How far a search is, for those who watch it. */
import type { Search } from './search.js';

/** How far a search has come. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
  readonly seconds: number;
}

export function progressOf(search: Search, seconds: number): Progress {
  const { transitions, depth, frontier } = search;
  return { states: search.rows.count, transitions, depth, frontier, seconds };
}
