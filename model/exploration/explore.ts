/** Explores every interleaving of a system and decides its properties. */

import { traceOf } from '../counterexample/trace-of.js';
import { rolesCovered } from '../coverage/coverage.js';
import { heldUp } from '../coverage/held-up.js';
import { Budget, SLICE } from '../host/budget.js';
import { decideOnGraph } from '../liveness/liveness.js';
import { recheck } from '../local/recheck.js';
import { withDoorsShut } from '../participant/sandbox.js';
import type { Case } from '../property/case.js';
import { LARGE_LEVEL, LARGE_SEARCH, Pool } from '../search/parallel/pool.js';
import { progressOf } from '../search/progress.js';
import { Search } from '../search/search.js';
import { ownMemory, sharedMemory } from '../state/rows.js';
import { STATES_MAX } from '../state/visited.js';
import { isOfGraph, type Property } from '../system/property.js';
import type { AnySystem, StateOf } from '../system/system.js';
import { goesWithThreads, refuseMeaningless } from './compatibility.js';
import { inRun } from './error-in-run.js';
import { checkGiven, type ExploreOptions } from './options.js';
import { pairsOf } from './pairs.js';
import { profileOf } from './profile.js';
import type { Exploration, Result } from './results.js';
import { refuseUnknownNames } from './unknown-names.js';

/**
 * Explores every interleaving of a system, breadth first, and decides the properties.
 *
 * It ends when everything is visited, when every property is decided, or when a budget runs out.
 *
 * @throws ModelError where a participant or a predicate does what a model cannot: it says which, and what to do.
 *
 * @example
 * const { complete, states, transitions } = await explore(lamps, []);
 * complete; // → true
 * states; // → 5
 * transitions; // → 4
 */
export async function explore<S extends AnySystem>(
  system: S,
  properties: readonly Property<StateOf<S>>[],
  options: ExploreOptions = {},
): Promise<Exploration> {
  checkGiven(system, properties, options);
  const { maxStates = STATES_MAX, maxMemory = Number.POSITIVE_INFINITY, workers = 1 } = options;
  const budget = new Budget(options, withDoorsShut);
  const claimed = properties as readonly Property<never>[];
  const memory = workers > 1 ? sharedMemory : ownMemory;
  const search = new Search(
    system,
    claimed,
    { maxStates: Math.min(maxStates, STATES_MAX), maxMemory },
    options.symmetry,
    memory,
  );
  refuseMeaningless(search);
  refuseUnknownNames(search);
  const pool = workers > 1 && goesWithThreads(search) ? new Pool(search, workers) : undefined;
  const toldWithRun = async (error: unknown): Promise<never> => {
    throw (await budget.inSlices(inRun(search, error))) ?? error;
  };
  const driven = drive(search, pool, options, budget).finally(() => pool?.end());
  let stopped: Exploration['stopped'] = (await driven.catch(toldWithRun)) ?? search.stopped;
  // What was asked of the model must come out as it did, unless somebody is tired of waiting. To take it all again needs memory, too.
  if (stopped !== 'memory' || !budget.isHeapFull) await budget.inSlices(recheck(search.tables));
  refuseUnknownNames(search);
  if (search.complete) {
    search.symmetry?.verify();
    search.reduction?.verify();
    const ofGraph = search.judge.cases.filter(({ property }) => isOfGraph(property));
    const deciding = decideOnGraph(search, ofGraph, maxMemory - search.bytes);
    const isOver = (): boolean => budget.exhausted !== undefined;
    const isEnough = await budget.inSlices(deciding, isOver).catch(toldWithRun);
    if (!isEnough) stopped = budget.exhausted ?? 'memory';
  }
  const isKnown = ({ property, isDecidedOnGraph }: Case): boolean =>
    search.complete && (isDecidedOnGraph || !isOfGraph(property));
  const results = await resultsOf(search, isKnown, budget);
  await budget.inSlices(search.judge.askAgain());
  const held = search.complete ? await budget.inSlices(heldUp(search)) : undefined;
  const { seconds } = budget;
  return {
    system: system.name,
    complete: search.complete,
    ...(stopped !== undefined && { stopped }),
    ...progressOf(search, seconds),
    selfLoops: search.selfLoops,
    localSteps: search.tables.localSteps,
    beyondBounds: search.beyondBounds,
    heldUp: held ?? [],
    results,
    pairs: () => pairsOf(search.tables),
    profile: () => profileOf(search),
    coverage: () => ({
      system: system.name,
      complete: search.complete,
      roles: rolesCovered(search.tables),
      unwitnessed: results
        .filter(({ kind, trace }) => kind === 'sometimes' && trace === undefined)
        .map(({ property }) => property),
    }),
  };
}

/** Goes on with the search to its end, and meanwhile minds the clock, the signal and whoever wants to know how far it is. */
async function drive(
  search: Search,
  pool: Pool | undefined,
  { onProgress, progressEveryMs = 200 }: ExploreOptions,
  budget: Budget,
): Promise<'time' | 'interrupted' | undefined> {
  let reported = 0;
  const report = (states: number): void => {
    const { seconds } = budget;
    if (onProgress === undefined || (seconds - reported) * 1000 < progressEveryMs) return;
    reported = seconds;
    onProgress({ ...progressOf(search, seconds), states });
  };
  for (;;) {
    if (!withDoorsShut(() => search.advance(budget.until, pool && LARGE_LEVEL))) return undefined;
    if (pool !== undefined && search.levels.isAtStart) {
      const look = setInterval(() => {
        report(pool.states);
        if (budget.over !== undefined) pool.stop();
      }, SLICE);
      await pool.expandLevel().finally(() => clearInterval(look));
    } else {
      if (search.rows.count >= LARGE_SEARCH) pool?.start();
      await budget.pause();
    }
    report(search.rows.count);
    const { over } = budget;
    if (over !== undefined) return over;
  }
}

/** @param isKnown whether a property without a finding is decided all the same. */
async function resultsOf(
  search: Search,
  isKnown: (each: Case) => boolean,
  budget: Budget,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const each of search.judge.cases) {
    const { property, finding } = each;
    const { name, kind } = property;
    const wanted = kind === 'sometimes';
    const [found, missed] = wanted ? (['holds', 'fails'] as const) : (['fails', 'holds'] as const);
    if (finding === undefined)
      results.push({ property: name, kind, verdict: isKnown(each) ? missed : 'not finished' });
    else {
      const trace = (await budget.inSlices(traceOf(search, each), () => false))!;
      results.push({ property: name, kind, verdict: found, trace });
    }
  }
  return results;
}
