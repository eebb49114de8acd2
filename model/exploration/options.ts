/** What one exploration is asked for, and how it tells of its progress. */
import {
  aFunction,
  amount,
  type Check,
  isObject,
  listOf,
  options,
  that,
  trueOrFalse,
  wholeNumber,
} from '../data/expect.js';
import type { Progress } from '../search/progress.js';
import { aProperty } from '../system/property.js';
import { aSystem } from '../system/system.js';

/** What a search may use before it gives up as *not finished*. */
export interface ExploreOptions {
  /** Distinct states. */
  readonly maxStates?: number;
  /** Bytes of the search's own tables, about. It also ends where the heap is nearly full. */
  readonly maxMemory?: number;
  /** Milliseconds. */
  readonly timeoutMs?: number;
  /**
   * Explore one state of each class of states that differ only in names that the system's `symmetry` says are alike. That they are is
   * made sure of.
   */
  readonly symmetry?: boolean;
  /**
   * Threads, 1 when left out, and in a browser. Counts, verdicts and traces do not depend on it. Some systems are searched by one thread all the same:
   * the manual has a table.
   */
  readonly workers?: number;
  /** Ends the search, which then reports what it has. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Milliseconds between two reports of progress; 200 when left out. */
  readonly progressEveryMs?: number;
}

const checkOptions = options({}, {
  maxStates: amount,
  maxMemory: amount,
  timeoutMs: amount,
  symmetry: trueOrFalse,
  workers: wholeNumber(1),
  signal: that('an AbortSignal', (value) => isObject(value) && 'aborted' in value),
  onProgress: aFunction,
  progressEveryMs: amount,
} satisfies Record<keyof ExploreOptions, Check>);

/** @throws ModelError where one of the things that an exploration is given is something else. */
export function checkGiven(system: unknown, properties: unknown, given: unknown): void {
  aSystem(system, 'explore', 'system');
  listOf(aProperty)(properties, 'explore', 'properties');
  checkOptions(given, 'explore', 'options');
}
