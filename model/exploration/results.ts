/** What one exploration finds, as its callers see it. */

import type { Coverage } from '../coverage/coverage.js';
import type { HeldUp } from '../coverage/held-up.js';
import type { Stop } from '../search/search.js';
import type { Property } from '../system/property.js';
import type { Trace } from '../trace/trace.js';
import type { Pair } from './pairs.js';
import type { Profile } from './profile.js';

/**
 * *holds*: true of the whole finite instance, explored to the end (or witnessed, for `sometimes`); *fails*: refuted by
 * the trace (or, for `sometimes`, explored to the end without a witness); *not finished*: a budget ran out before that.
 */
export type Verdict = 'holds' | 'fails' | 'not finished';

/** What was found of one property. */
export interface Result {
  readonly property: string;
  readonly kind: Property<never>['kind'];
  readonly verdict: Verdict;
  /** The counterexample of what fails; the witness of a `sometimes` that holds. */
  readonly trace?: Trace;
}

/** What a search found. */
export interface Exploration {
  readonly system: string;
  /** Every reachable state was visited, within the bounds; with symmetry, one for all those that it stands for. */
  readonly complete: boolean;
  /**
   * Why not, if not: a budget, an interruption, or that every property was decided before the end. Where it is complete all the same, properties
   * that need the whole graph are not decided.
   */
  readonly stopped?: Stop | 'time' | 'interrupted';
  /** Distinct states found. */
  readonly states: number;
  /** Steps that participants took, those that change nothing included. */
  readonly transitions: number;
  /** Steps among them that changed nothing. */
  readonly selfLoops: number;
  /** Levels; the initial state is at 1. */
  readonly depth: number;
  readonly seconds: number;
  /** Calls into XState or a step function. */
  readonly localSteps: number;
  /** States beyond the system's `within`, which were checked and not continued. */
  readonly beyondBounds: number;
  /**
   * Over a network that keeps queues, messages that their receivers never take, and that hold up others for ever: a claim may be as it is
   * because of that alone. Known where everything was visited.
   */
  readonly heldUp: readonly HeldUp[];
  readonly results: readonly Result[];
  /** Every (local state, event) pair that was tried, with what came of it: the participants' whole reached behaviour. */
  readonly pairs: () => Iterable<Pair>;
  /** Where the states and the time come from. */
  readonly profile: () => Profile;
  /** What of the machines was made use of, as far as the exploration came. It takes every local step once more. */
  readonly coverage: () => Coverage;
}
