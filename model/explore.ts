/** Breadth-first search. (interface first) */

import type { Property } from './property.js';
import type { AnySystem, StateOf } from './system.js';
import type { Trace } from './trace.js';

/** What a search may use before it gives up as *not finished*. */
export interface ExploreOptions {
  /** Distinct states. */
  readonly maxStates?: number;
  /** Bytes of the search's own tables. */
  readonly maxMemory?: number;
  /** Milliseconds. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Milliseconds between two reports of progress. */
  readonly progressEveryMs?: number;
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
  readonly seconds: number;
}

export type Verdict = 'holds' | 'fails' | 'not finished';

export interface Result {
  readonly property: string;
  readonly kind: Property<unknown>['kind'];
  readonly verdict: Verdict;
  /** The counterexample of what fails; the witness of a `sometimes` that holds. */
  readonly trace?: Trace;
}

export interface Exploration {
  readonly system: string;
  /** Every reachable state was visited, within the bounds. */
  readonly complete: boolean;
  /** Why not, if not: a budget, an interruption, or that every property was decided before the end. */
  readonly stopped?: 'states' | 'memory' | 'time' | 'interrupted' | 'decided';
  readonly states: number;
  readonly transitions: number;
  /** Levels; the initial state is at 1. */
  readonly depth: number;
  readonly seconds: number;
  /** Calls into XState or a step function. */
  readonly localSteps: number;
  /** States beyond `within`, which were checked and not continued. */
  readonly beyondBounds: number;
  readonly results: readonly Result[];
  /** Every (local state, event) pair that was tried, with what came of it: one participant's whole behaviour. */
  readonly pairs: () => Iterable<Pair>;
}

/** One local step, as the exploration met it. */
export interface Pair {
  readonly role: string;
  readonly id: string;
  readonly before: { readonly value?: unknown; readonly context: unknown };
  readonly event: { readonly type: string };
  /** Absent where the participant does not accept the event in that state. */
  readonly after?: { readonly value?: unknown; readonly context: unknown };
  readonly sent: readonly { readonly type: string; readonly to: string | readonly string[] }[];
}

/** Explores every interleaving of a system, breadth first. */
export declare function explore<S extends AnySystem>(
  system: S,
  properties: readonly Property<StateOf<S>>[],
  options?: ExploreOptions,
): Promise<Exploration>;
