/** Explores one instance within the budgets asked for, and keeps what is plain data. */
import { availableParallelism } from 'node:os';
import { type Exploration, type ExploreOptions, type Gap, gapsIn, type Profile } from '#model/index.js';
import { exploreShown } from '../terminal/exploring.js';
import type { ProgressDisplay } from '../terminal/progress.js';
import type { Selected } from './select.js';

/** What may be asked of each exploration. */
export interface ExploringOptions
  extends Pick<ExploreOptions, 'maxStates' | 'maxMemory' | 'workers' | 'symmetry'> {
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

/** Explores one instance; not at all when the time is up or the run is interrupted. */
export async function findIn(
  one: Selected,
  { gaps, profile: isProfiled, ...budgets }: ExploringOptions,
  remainingMs: number,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<Found | undefined> {
  if (signal.aborted || remainingMs <= 0) return undefined;
  const timeout = Number.isFinite(remainingMs) && { timeoutMs: remainingMs };
  const options = { workers: availableParallelism(), ...budgets, ...timeout, signal };
  const { pairs, coverage, profile, ...found } = await exploreShown(one, options, display);
  const isBudget = found.stopped !== undefined && found.stopped !== 'decided';
  return {
    ...found,
    ...(gaps && { gaps: gapsIn(coverage()) }),
    ...((isProfiled || isBudget) && { profiled: profile() }),
  };
}
