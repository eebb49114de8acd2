/** Explores every interleaving of a system and decides its properties. */

import { traceOf } from '../counterexample/trace-of.js';
import { rolesCovered } from '../coverage/coverage.js';
import { heldUp } from '../coverage/held-up.js';
import { now } from '../host/clock.js';
import { isHeapFull } from '../host/heap.js';
import { decideOnGraph } from '../liveness/liveness.js';
import { recheck } from '../local/recheck.js';
import { withDoorsShut } from '../participant/sandbox.js';
import type { Case } from '../property/case.js';
import { LARGE_LEVEL, LARGE_SEARCH, Pool } from '../search/parallel/pool.js';
import { progressOf } from '../search/progress.js';
import { type Budget, Search } from '../search/search.js';
import { stateGraphOf } from '../search/state-graph.js';
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

/** Milliseconds after which the search lets its host do something else. */
const SLICE = 50;

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
  const budget: Budget = { maxStates: Math.min(maxStates, STATES_MAX), maxMemory };
  const started = now();
  const claimed = properties as readonly Property<never>[];
  const memory = workers > 1 ? sharedMemory : ownMemory;
  const search = new Search(system, claimed, budget, options.symmetry, memory);
  refuseMeaningless(search);
  refuseUnknownNames(search);
  const pool = workers > 1 && goesWithThreads(search) ? new Pool(search, workers) : undefined;
  const isInterrupted = (): boolean => options.signal?.aborted === true;
  const toldWithRun = async (error: unknown): Promise<never> => {
    throw (await withPauses(inRun(search, error), isInterrupted)) ?? error;
  };
  const driven = drive(search, pool, options, started).finally(() => pool?.end());
  let stopped: Exploration['stopped'] = (await driven.catch(toldWithRun)) ?? search.stopped;
  // What was asked of the model must come out as it did, unless somebody is tired of waiting. To take it all again needs memory, too.
  if (stopped !== 'memory' || !isHeapFull()) await withPauses(recheck(search.tables), isInterrupted);
  refuseUnknownNames(search);
  if (search.complete) {
    search.symmetry?.verify();
    search.reduction?.verify();
    const ofGraph = search.judge.cases.filter(({ property }) => isOfGraph(property));
    const isEnough = await withPauses(
      decideOnGraph(stateGraphOf(search), ofGraph, search.budget.maxMemory - search.bytes),
      () => isOver(options, started),
    ).catch(toldWithRun);
    if (!isEnough) stopped = whatIsOver(options, started) ?? 'memory';
  }
  const isKnown = ({ property, isDecidedOnGraph }: Case): boolean =>
    search.complete && (isDecidedOnGraph || !isOfGraph(property));
  const results = await resultsOf(search, isKnown);
  await withPauses(search.judge.askAgain(), isInterrupted);
  const held = search.complete ? await withPauses(heldUp(search), isInterrupted) : undefined;
  const seconds = (now() - started) / 1000;
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
  options: ExploreOptions,
  started: number,
): Promise<'time' | 'interrupted' | undefined> {
  const { timeoutMs = Number.POSITIVE_INFINITY, onProgress, progressEveryMs = 200 } = options;
  const deadline = started + timeoutMs;
  let reported = started;
  const report = (states: number): void => {
    const at = now();
    if (onProgress === undefined || at - reported < progressEveryMs) return;
    reported = at;
    onProgress({ ...progressOf(search, (at - started) / 1000), states });
  };
  for (;;) {
    const until = Math.min(now() + SLICE, deadline);
    if (!withDoorsShut(() => search.advance(until, pool && LARGE_LEVEL))) return undefined;
    if (pool !== undefined && search.levels.isAtStart) {
      const look = setInterval(() => {
        report(pool.states);
        if (hasToStop(options, started) !== undefined) pool.stop();
      }, SLICE);
      await pool.expandLevel().finally(() => clearInterval(look));
    } else {
      if (search.rows.count >= LARGE_SEARCH) pool?.start();
      await aMoment();
    }
    report(search.rows.count);
    const stop = hasToStop(options, started);
    if (stop !== undefined) return stop;
  }
}

/** @param isKnown whether a property without a finding is decided all the same. */
async function resultsOf(search: Search, isKnown: (each: Case) => boolean): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const each of search.judge.cases) {
    const { property, finding } = each;
    const { name, kind } = property;
    const wanted = kind === 'sometimes';
    const [found, missed] = wanted ? (['holds', 'fails'] as const) : (['fails', 'holds'] as const);
    if (finding === undefined)
      results.push({ property: name, kind, verdict: isKnown(each) ? missed : 'not finished' });
    else {
      const trace = (await withPauses(traceOf(search, each), () => false))!;
      results.push({ property: name, kind, verdict: found, trace });
    }
  }
  return results;
}

/** Why nothing must go on any more. */
function hasToStop(
  { timeoutMs = Number.POSITIVE_INFINITY, signal }: ExploreOptions,
  started: number,
): 'time' | 'interrupted' | undefined {
  if (signal?.aborted) return 'interrupted';
  return now() >= started + timeoutMs ? 'time' : undefined;
}

/** What there is no more of, for what follows the search. */
function whatIsOver(options: ExploreOptions, started: number): Exploration['stopped'] {
  return hasToStop(options, started) ?? (isHeapFull() ? 'memory' : undefined);
}

function isOver(options: ExploreOptions, started: number): boolean {
  return whatIsOver(options, started) !== undefined;
}

/** What comes of work that pauses now and then; undefined where it is over before that. */
async function withPauses<Value>(
  work: Generator<void, Value>,
  isOver: () => boolean,
): Promise<Value | undefined> {
  const slice = (until: number): IteratorResult<void, Value | undefined> => {
    for (;;) {
      const next = work.next();
      if (next.done) return next;
      if (isOver()) return { done: true, value: undefined };
      if (now() >= until) return next;
    }
  };
  for (;;) {
    const next = withDoorsShut(() => slice(now() + SLICE));
    if (next.done) return next.value;
    await aMoment();
  }
}

/** Lets timers, signals and the screen have their turn; in Node as in a browser's worker. */
function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
