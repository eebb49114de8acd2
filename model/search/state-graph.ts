/** The states that a search found, and the steps between them, for those who read and do not search. */

import type { Tables } from '../local/tables.js';
import type { Predicate } from '../property/question.js';
import type { Parts } from '../state/parts.js';
import { CHUNK_BITS, CHUNK_MASK } from '../state/rows.js';
import type { AnySystem } from '../system/system.js';
import type { Span } from './levels.js';
import type { Search } from './search.js';

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
   * participant and the event.
   */
  readonly eachStep: (state: number, visit: (to: number, process: number, event: number) => void) => void;
}

/** What a search found that visited everything. */
export function stateGraphOf(search: Search): StateGraph {
  const { system, tables, transitions, successors, judge } = search;
  return {
    system,
    tables,
    states: search.rows.count,
    transitions,
    parts: (state) => search.parts(state),
    levelOf: (state) => search.levelOf(state),
    compareStates: (one, other) => search.compareStates(one, other),
    answer: (question, state) => {
      const { rows, layout } = search;
      judge.setLayout(layout);
      return question.ask(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * rows.words);
    },
    eachStep: (state, visit) => {
      const { rows, visited } = search;
      const { batch } = successors;
      const { words } = rows;
      successors.expand(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * words, state, true);
      const { count } = batch;
      batch.count = 0;
      for (let next = 0; next < count; next++) {
        const to = visited.find(rows, batch.rows, next * words, batch.hashes[next]!);
        visit(to, batch.processes[next]!, batch.events[next]!);
      }
    },
  };
}
