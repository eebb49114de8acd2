/** Explores one instance, within the budgets asked for. */
import { availableParallelism } from 'node:os';
import {
  type AnySystem,
  type Exploration,
  explore,
  type Gap,
  gapsIn,
  type Profile,
  type Property,
  type StateOf,
} from '#model/index.js';
import type { ProgressDisplay } from '../terminal/progress.js';
import { labelOf, type Selected } from './select.js';

/** What may be asked of each exploration. */
export interface ExploringOptions {
  /** Distinct states, for each instance. */
  readonly maxStates?: number;
  /** Bytes of the search's tables, for each instance. */
  readonly maxMemory?: number;
  /** Threads in all; as many as there are processors when left out. */
  readonly workers?: number;
  /** Explore one state of each class of states that differ only in names. */
  readonly symmetry?: boolean;
  /** Find out what no run made use of. */
  readonly gaps?: boolean;
  /** Find out where the states and the time come from. */
  readonly profile?: boolean;
}

/** What an exploration found, as plain data. */
export interface Found extends Omit<Exploration, 'pairs' | 'coverage' | 'profile'> {
  /** What no run made use of, where that was asked for. */
  readonly gaps?: readonly Gap[];
  /** Where states and time come from, where that was asked for, or a budget ended the search. */
  readonly profiled?: Profile;
}

/** Explores one instance, and keeps what is plain data. */
export async function findIn(
  one: Selected,
  options: ExploringOptions,
  remainingMs: number,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const exploration = await exploreOne(one, options, remainingMs, display, signal);
  if (exploration === undefined) return undefined;
  const { pairs, coverage, profile, ...found } = exploration;
  const isBudget = found.stopped !== undefined && found.stopped !== 'decided';
  return {
    ...found,
    ...(options.gaps && { gaps: gapsIn(coverage()) }),
    ...((options.profile || isBudget) && { profiled: profile() }),
  };
}

/**
 * Explores one instance; not at all when the time is up or the run is interrupted.
 *
 * @throws Error where the system cannot be explored: which, and why.
 */
export async function exploreOne(
  one: Selected,
  { maxStates, maxMemory, workers = availableParallelism(), symmetry }: ExploringOptions,
  remainingMs: number,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<Exploration | undefined> {
  if (signal.aborted || remainingMs <= 0) return undefined;
  const { chapter, instance } = one;
  const properties = instance.claims.map(({ property }) => property as Property<StateOf<AnySystem>>);
  let exploration: Exploration | undefined;
  const running = display.start(labelOf(one));
  try {
    exploration = await explore(instance.system, properties, {
      ...(maxStates !== undefined && { maxStates }),
      ...(maxMemory !== undefined && { maxMemory }),
      ...(Number.isFinite(remainingMs) && { timeoutMs: remainingMs }),
      workers,
      ...(symmetry && { symmetry }),
      signal,
      onProgress: (progress) => running.update(progress),
      progressEveryMs: PROGRESS_EVERY_MS,
    });
    return exploration;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${chapter.id}, instance '${instance.name}': ${message}`, { cause: error });
  } finally {
    running.end();
  }
}

const PROGRESS_EVERY_MS = 200;
