/** The states that a search found, and the steps between them, for those who read and do not search. */

import type { Tables } from '../local/tables.js';
import type { Predicate } from '../property/question.js';
import type { Parts } from '../state/parts.js';
import type { AnySystem } from '../system/system.js';

/** States are numbered in the order in which they were found; the initial one is 0. */
export interface StateGraph {
  readonly system: AnySystem;
  readonly tables: Tables;
  /** How many states there are. */
  readonly states: number;
  /** How many steps, those that change nothing included. */
  readonly transitions: number;
  /** A state, not packed. */
  readonly parts: (state: number) => Parts;
  /** What a predicate answers in a state. */
  readonly answer: (question: Predicate, state: number) => boolean;
  /**
   * Calls back for every step out of a state, those that change nothing included: with the number of the state that it leads to, the
   * participant and the event. The search must have visited everything.
   */
  readonly eachStep: (state: number, visit: (to: number, process: number, event: number) => void) => void;
}
