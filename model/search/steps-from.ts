/** The steps out of visited states, taken once more. */
import type { Label } from '../data/label.js';
import { CHUNK_BITS, CHUNK_MASK, type Rows } from '../state/rows.js';
import type { Search } from './search.js';
import { TOO_NARROW } from './successors.js';

/** A step out of a state, and the packed state that it leads to, its names as they are. */
export interface Onward {
  readonly step: Label;
  readonly row: Int32Array;
}

/** The steps out of a state that the search found, except those that change nothing; none beyond the system's bounds. */
export function* stepsFrom(search: Search, state: number): Iterable<Onward> {
  if (!search.isWithin(state)) return;
  const { successors } = search;
  const expand = ({ chunks, words }: Rows): number =>
    successors.expand(chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * words, state);
  successors.batch.count = 0;
  while (expand(search.rows) === TOO_NARROW) search.widen();
  const { batch } = successors;
  const { count, words } = batch;
  batch.count = 0;
  for (let next = 0; next < count; next++) {
    const step = { process: batch.processes[next]!, event: batch.events[next]! };
    yield { step, row: batch.reached.slice(next * words, (next + 1) * words) };
  }
}

/** Whether no step but a fault leaves a state that the search expanded, within the system's bounds. */
export function isDead(search: Search, state: number): boolean {
  if (!search.isWithin(state)) return false;
  return [...stepsFrom(search, state)].length === search.successors.faults;
}

/**
 * Calls back for every step out of a state that the search expanded, those that change nothing included: with the number of the state that it
 * leads to, the participant and the event.
 */
export function eachStep(
  { rows, visited, successors }: Search,
  state: number,
  visit: (to: number, process: number, event: number) => void,
): void {
  const { batch } = successors;
  const { words } = rows;
  successors.expand(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * words, state, true);
  const { count } = batch;
  batch.count = 0;
  for (let next = 0; next < count; next++) {
    const to = visited.find(rows, batch.rows, next * words, batch.hashes[next]!);
    visit(to, batch.processes[next]!, batch.events[next]!);
  }
}
