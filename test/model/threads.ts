/** Searches by several threads, however small the levels are. */
import type { AnySystem, Property } from '#model/index.js';
import { Pool } from '#model/search/parallel/pool.js';
import type { Thread } from '#model/search/parallel/threads.js';
import { type Limits, Search } from '#model/search/search.js';
import { sharedMemory } from '#model/state/rows.js';
import { STATES_MAX } from '#model/state/visited.js';

const UNBOUNDED: Limits = { maxStates: STATES_MAX, maxMemory: Number.POSITIVE_INFINITY };

/**
 * The search, ended. The threads can be used again.
 *
 * @param few states of a level whose steps were not all known, up to which they are not left to the threads.
 */
export async function searchedBy(
  threads: readonly Thread[],
  system: AnySystem,
  properties: readonly Property<never>[],
  { few = 0, budget = UNBOUNDED }: { readonly few?: number; readonly budget?: Limits } = {},
): Promise<Search> {
  const search = new Search(system, properties, budget, false, sharedMemory);
  let begun = 0;
  const begin = async (): Promise<Thread> => ({ ...threads[begun++]!, end() {} });
  const pool = new Pool(search, threads.length, begin, few);
  while (search.advance(Number.POSITIVE_INFINITY, 1)) await pool.expandLevel();
  return search;
}

/** What comes of work that pauses, without the pauses. */
export function ended<Value>(work: Generator<void, Value>): Value {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
