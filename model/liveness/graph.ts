/** The explored graph with its edges, built from the visited states for properties that look at more than one step. */

import type { Label } from '../data/label.js';
import { PAUSE_EVERY } from '../host/budget.js';
import type { Edge } from '../property/finding.js';
import type { Search } from '../search/search.js';
import { eachStep } from '../search/steps-from.js';
import type { Workspace } from './workspace.js';

/** Edges in the order of the states they leave: those of state s are at `start[s] … start[s + 1]`. */
export interface Graph {
  readonly states: number;
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** The number of the edge's label: who takes the step, and its event. */
  readonly label: Int32Array;
  readonly labels: readonly Label[];
}

/**
 * The graph of a search that visited everything. Steps that change nothing are edges too. Pauses now and then.
 *
 * @throws OutOfMemory
 */
export function* graphing(search: Search, space: Workspace): Generator<void, Graph> {
  const { transitions } = search;
  const states = search.rows.count;
  const start = space.ints(states + 1);
  const to = space.ints(transitions);
  const label = space.ints(transitions);
  const labels: Label[] = [];
  const numberOf = new Map<number, number>();
  const participants = search.tables.processes.length;
  let edges = 0;
  const add = (next: number, process: number, event: number): void => {
    const key = event * participants + process;
    let known = numberOf.get(key);
    if (known === undefined) {
      known = labels.push({ process, event }) - 1;
      numberOf.set(key, known);
    }
    label[edges] = known;
    to[edges++] = next;
  };
  for (let state = 0; state < states; state++) {
    eachStep(search, state, add);
    start[state + 1] = edges;
    if (state % PAUSE_EVERY === 0) yield;
  }
  if (edges !== transitions)
    throw new Error(`the graph has ${edges} edges, and the search took ${transitions} steps`);
  return { states, start, to, label, labels };
}

/** One edge, with its label. */
export function edgeAt(graph: Graph, from: number, at: number): Edge {
  return { from, to: graph.to[at]!, ...graph.labels[graph.label[at]!]! };
}
