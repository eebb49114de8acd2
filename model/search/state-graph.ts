/** The states that a search found, and the steps between them, for those who read and do not search. */

import type { Tables } from '../local/tables.js';
import type { Predicate } from '../property/question.js';
import type { Parts } from '../state/parts.js';
import type { AnySystem } from '../system/system.js';

/** Numbered states, from one to before another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

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
  /** The states found of the level that a state belongs to. */
  readonly levelOf: (state: number) => Span;
  /** Which of two states comes first, whatever the order in which they were found: negative where the one does. */
  readonly compareStates: (one: number, other: number) => number;
  /** What a predicate answers in a state. */
  readonly answer: (question: Predicate, state: number) => boolean;
  /**
   * Calls back for every step out of a state, those that change nothing included: with the number of the state that it leads to, the
   * participant and the event. The search must have visited everything.
   */
  readonly eachStep: (state: number, visit: (to: number, process: number, event: number) => void) => void;
}
