/** The steps out of visited states, taken once more. */
import type { Label } from '../data/label.js';
import { CHUNK_BITS, CHUNK_MASK } from '../state/rows.js';
import type { Search } from './search.js';

/** A step out of a state, and the packed state that it leads to. */
export interface Onward {
  readonly step: Label;
  readonly row: Int32Array;
}

/** The steps out of a state that the search expanded, except those that change nothing; none beyond the system's bounds. */
export function* stepsFrom(search: Search, state: number): Iterable<Onward> {
  if (!search.isWithin(state)) return;
  const { rows, successors } = search;
  const { batch } = successors;
  batch.count = 0;
  const at = (state & CHUNK_MASK) * rows.words;
  if (successors.expand(rows.chunks[state >>> CHUNK_BITS]!, at, state) < 0)
    throw new Error(`state ${state} was not expanded before`);
  const { count, words } = batch;
  batch.count = 0;
  for (let next = 0; next < count; next++) {
    const step = { process: batch.processes[next]!, event: batch.events[next]! };
    yield { step, row: batch.rows.slice(next * words, (next + 1) * words) };
  }
}

/** Whether no step but a fault leaves a state that the search expanded, within the system's bounds. */
export function isDead(search: Search, state: number): boolean {
  if (!search.isWithin(state)) return false;
  return [...stepsFrom(search, state)].length === search.successors.faults;
}
