/**
 * Decides properties of runs that never end, on the explored graph.
 *
 * A promise is broken by a run that is fair and, from some moment on, never comes to the goal. Such a run ends up in a fair part of the
 * states without the goal that can be reached from the promise.
 */

import { PAUSE_EVERY } from '../host/budget.js';
import type { Case } from '../property/case.js';
import type { Finding } from '../property/finding.js';
import type { Predicate } from '../property/question.js';
import type { Search } from '../search/search.js';
import { CHUNK_BITS, CHUNK_MASK } from '../state/rows.js';
import { Components, StateParts } from './components.js';
import { assumptionsOf, keepFairParts } from './fair-parts.js';
import { type Graph, graphing } from './graph.js';
import { lassoInto } from './lasso.js';
import { OutOfMemory, Workspace } from './workspace.js';

/**
 * Decides properties that need the whole graph. The search must have visited everything. Pauses now and then.
 *
 * @param memory bytes that this may take.
 * @returns whether there was memory enough.
 */
export function* decideOnGraph(
  search: Search,
  cases: readonly Case[],
  memory: number,
): Generator<void, boolean> {
  if (cases.length === 0) return true;
  const space = new Workspace(memory);
  try {
    const graph = yield* graphing(search, space);
    for (const each of cases) {
      const decide = each.property.kind === 'always-possible' ? impossible : brokenPromise;
      each.finding = yield* space.during(decide(search, graph, each, space));
      each.isDecidedOnGraph = true;
    }
    return true;
  } catch (error) {
    if (error instanceof OutOfMemory) return false;
    throw error;
  }
}

/** Of the states nearest to the start from which no state of the goal can be reached, the first in the canonical order. */
function* impossible(
  search: Search,
  graph: Graph,
  { question }: Case,
  space: Workspace,
): Generator<void, Finding | undefined> {
  const { states } = graph;
  const canReach = space.flags(states);
  const parts = new StateParts(graph, space);
  const whole = [0, states] as const;
  for (let state = 0; state < states; state++) parts.order[state] = state;
  parts.join(whole);
  yield* new Components(parts, space).split(whole);
  // The parts that a part leads to come before it.
  for (const [from, to] of parts.within(whole)) {
    let isReached = false;
    for (let place = from; place < to && !isReached; place++) {
      const state = parts.order[place]!;
      if (place % PAUSE_EVERY === 0) yield;
      isReached = answer(search, question!, state);
      for (let at = graph.start[state]!; at < graph.start[state + 1]! && !isReached; at++)
        isReached = canReach[graph.to[at]!] === 1;
    }
    if (isReached) for (let place = from; place < to; place++) canReach[parts.order[place]!] = 1;
  }
  const found = canReach.indexOf(0);
  if (found < 0) return undefined;
  const { from, to } = search.levelOf(found);
  let first = found;
  for (let state = from; state < to; state++) {
    if (state % PAUSE_EVERY === 0) yield;
    if (canReach[state] === 0 && search.compareStates(state, first) < 0) first = state;
  }
  return { state: first };
}

/** A fair run that never comes to the goal after the promise. */
function* brokenPromise(
  search: Search,
  graph: Graph,
  { property, question, goal }: Case,
  space: Workspace,
): Generator<void, Finding | undefined> {
  if (property.kind !== 'leads-to' || goal === undefined) return undefined;
  const { states } = graph;
  const isGoal = space.flags(states);
  const isWaiting = space.flags(states);
  const parts = new StateParts(graph, space);
  const { order } = parts;
  for (let state = 0; state < states; state++) {
    if (state % PAUSE_EVERY === 0) yield;
    if (answer(search, goal, state)) isGoal[state] = 1;
  }
  const gives = (state: number): boolean =>
    isGoal[state] === 0 && (question === undefined ? state === 0 : answer(search, question, state));
  let waiting = 0;
  const wait = (state: number): void => {
    if (isWaiting[state] === 1) return;
    isWaiting[state] = 1;
    order[waiting++] = state;
  };
  for (let state = 0; state < states; state++) {
    if (state % PAUSE_EVERY === 0) yield;
    if (gives(state)) wait(state);
  }
  for (let head = 0; head < waiting; head++) {
    if (head % PAUSE_EVERY === 0) yield;
    const state = order[head]!;
    for (let at = graph.start[state]!; at < graph.start[state + 1]!; at++)
      if (isGoal[graph.to[at]!] === 0) wait(graph.to[at]!);
  }
  if (waiting === 0) return undefined;
  const range = [0, waiting] as const;
  parts.join(range);
  const assumptions = assumptionsOf(search.tables, graph, property.fairness);
  yield;
  yield* space.during(keepFairParts(parts, range, assumptions, space));
  const isOpen = (state: number): boolean => isGoal[state] === 0;
  const lasso = yield* lassoInto(parts, range, gives, isOpen, assumptions, space);
  return lasso && { state: lasso.prefix.at(-1)?.to ?? 0, lasso };
}

function answer({ judge, rows, layout }: Search, question: Predicate, state: number): boolean {
  judge.setLayout(layout);
  return question.ask(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * rows.words);
}
