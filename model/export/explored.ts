/** A system explored to its end, for exports of the whole of it. */

import { ModelError } from '../data/model-error.js';
import { Budget } from '../host/budget.js';
import { recheck } from '../local/recheck.js';
import { type Progress, progressOf } from '../search/progress.js';
import { Search } from '../search/search.js';
import { STATES_MAX } from '../state/visited.js';
import type { AnySystem } from '../system/system.js';

/** What an export may take before it is given up. */
export interface ExportOptions {
  /** Distinct states. */
  readonly maxStates?: number;
  /** Bytes of the search; the heap is minded in any case. */
  readonly maxMemory?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * The finished search.
 *
 * @param why what follows where there are more states, as the end of a sentence.
 * @throws ModelError where there are more states than that, or the system cannot be explored.
 */
export async function explored(
  system: AnySystem,
  { maxStates = STATES_MAX, maxMemory = Number.POSITIVE_INFINITY, signal, onProgress }: ExportOptions,
  why: string,
): Promise<Search> {
  const search = new Search(system, [], { maxStates, maxMemory });
  const budget = new Budget({});
  signal?.throwIfAborted();
  while (search.advance(budget.until)) {
    onProgress?.(progressOf(search, budget.seconds));
    await budget.pause();
    signal?.throwIfAborted();
  }
  if (search.stopped === 'memory')
    throw new ModelError(
      `system ${system.name} has more states than there is memory for (${search.rows.count} were found): ${why}`,
    );
  if (!search.complete)
    throw new ModelError(`system ${system.name} has more than ${maxStates} states: ${why}`);
  for (const _ of recheck(search.tables));
  return search;
}
