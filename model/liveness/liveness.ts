/**
 * Decides properties of runs that never end, on the explored graph.
 *
 * A promise is broken by a run that is fair and, from some moment on, never comes to the goal. Such a run ends up in a
 * strongly connected part of the states without the goal, in which every assumption of fairness can be met: of a weak one,
 * some state does not have the step, or the step is taken inside; of a strong one, no state has the step, or it is taken inside.
 * Where a strong one cannot be met, the states that have the step are left out, and what is left is taken apart again
 * (Emerson and Lei 1985). A run may also stay in one state for ever: every state is such a part by itself.
 */

import type { Case } from '../property/case.js';
import type { Edge, Finding, Lasso } from '../property/finding.js';
import type { Predicate } from '../property/question.js';
import type { Search } from '../search/search.js';
import { CHUNK_BITS, CHUNK_MASK } from '../state/rows.js';
import { type Fairness, isOfGraph } from '../system/property.js';
import { componentsOf, PHASES, pathWithin } from './components.js';
import { groupOf } from './fairness.js';
import { canReach, type Graph, graphing, PAUSE_EVERY } from './graph.js';

/**
 * Decides all properties that need the whole graph. The search must have visited everything. Pauses now and then.
 *
 * @returns whether there was memory enough.
 */
export function* decideOnGraph(search: Search): Generator<void, boolean> {
  const cases = search.judge.cases.filter(({ property }) => isOfGraph(property));
  if (cases.length === 0) return true;
  const graph = yield* graphing(search, search.budget.maxMemory);
  if (graph === undefined) return false;
  for (const each of cases) {
    const finding =
      each.property.kind === 'always-possible'
        ? yield* impossible(search, graph, each)
        : yield* brokenPromise(search, graph, each);
    if (finding !== undefined) each.finding = finding;
    each.isDecidedOnGraph = true;
  }
  return true;
}

/** The first state found from which no state of the goal can be reached. */
function* impossible(search: Search, graph: Graph, { question }: Case): Generator<void, Finding | undefined> {
  const reached = yield* canReach(graph, (state) => ask(search, question!, state));
  const state = reached.indexOf(0);
  return state < 0 ? undefined : { state };
}

/** A fair run that never comes to the goal after the promise. */
function* brokenPromise(
  search: Search,
  graph: Graph,
  { property, question, goal }: Case,
): Generator<void, Finding | undefined> {
  if (property.kind !== 'leads-to' || goal === undefined) return undefined;
  const isGoal = new Uint8Array(graph.states);
  for (let state = 0; state < graph.states; state++) {
    if (state % PAUSE_EVERY === 0) yield;
    if (ask(search, goal, state)) isGoal[state] = 1;
  }
  const gives = (state: number): boolean =>
    isGoal[state] === 0 && (question === undefined ? state === 0 : ask(search, question, state));
  const waiting = new Uint8Array(graph.states);
  const queue: number[] = [];
  for (let state = 0; state < graph.states; state++) {
    if (state % PAUSE_EVERY === 0) yield;
    if (!gives(state)) continue;
    waiting[state] = 1;
    queue.push(state);
  }
  for (let at = 0; at < queue.length; at++) {
    if (at % PAUSE_EVERY === 0) yield;
    for (const to of graph.to.subarray(graph.start[queue[at]!]!, graph.start[queue[at]! + 1]!))
      if (isGoal[to] === 0 && waiting[to] === 0) {
        waiting[to] = 1;
        queue.push(to);
      }
  }
  const assumptions = assumptionsOf(search, graph, property.fairness);
  yield;
  const fair = yield* fairParts(
    graph,
    queue.sort((a, b) => a - b),
    assumptions,
  );
  const lasso = yield* lassoInto(graph, fair, gives, (state) => isGoal[state] === 0, assumptions);
  return lasso && { state: lasso.prefix.at(-1)?.to ?? 0, lasso };
}

function ask(search: Search, question: Predicate, state: number): boolean {
  const { rows } = search;
  return question.ask(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * rows.words);
}

/** One assumption of fairness, about the steps of one channel or participant. */
interface Assumption {
  readonly strong: boolean;
  /** By label: whether it is one of the steps. */
  readonly covers: Uint8Array;
}

/** An assumption for each channel or participant that a fairness speaks of. */
function assumptionsOf(
  { tables }: Search,
  graph: Graph,
  fairness: readonly Fairness[],
): readonly Assumption[] {
  return fairness.flatMap(({ strength, of }) => {
    const groups = new Map<string, Uint8Array>();
    for (const [number, { process, event }] of graph.labels.entries()) {
      const key = groupOf(of, tables, { process, event });
      if (key === undefined) continue;
      if (!groups.has(key)) groups.set(key, new Uint8Array(graph.labels.length));
      groups.get(key)![number] = 1;
    }
    return [...groups.values()].map((covers) => ({ strong: strength === 'strong', covers }));
  });
}

/** The parts of a set of states in which a fair run can stay for ever. */
function* fairParts(
  graph: Graph,
  states: readonly number[],
  assumptions: readonly Assumption[],
): Generator<void, readonly (readonly number[])[]> {
  const parts: (readonly number[])[] = [];
  const isPause = pacing();
  for (const part of yield* componentsOf(graph, states)) {
    const inside = new Set(part);
    if (isPause(part.length)) yield;
    const unmet = assumptions
      .map((assumption) => ({ assumption, ...lookAt(graph, inside, assumption) }))
      .filter(
        ({ assumption: { strong }, taken, enabledIn }) =>
          !taken && (strong ? enabledIn > 0 : enabledIn === part.length),
      );
    const [first] = unmet;
    if (first === undefined) parts.push(part);
    else if (unmet.every(({ assumption }) => assumption.strong)) {
      const { covers } = first.assumption;
      const left = part.filter((state) => !isEnabled(graph, state, covers));
      for (const fair of yield* fairParts(graph, left, assumptions)) parts.push(fair);
    }
  }
  return parts;
}

function lookAt(
  graph: Graph,
  inside: ReadonlySet<number>,
  { covers }: Assumption,
): { readonly enabledIn: number; readonly taken: boolean } {
  let enabledIn = 0;
  let taken = false;
  for (const state of inside) {
    let enabled = false;
    for (let at = graph.start[state]!; at < graph.start[state + 1]!; at++) {
      if (covers[graph.label[at]!] === 0) continue;
      enabled = true;
      taken ||= inside.has(graph.to[at]!);
    }
    if (enabled) enabledIn++;
  }
  return { enabledIn, taken };
}

function isEnabled(graph: Graph, state: number, covers: Uint8Array): boolean {
  for (let at = graph.start[state]!; at < graph.start[state + 1]!; at++)
    if (covers[graph.label[at]!] === 1) return true;
  return false;
}

/** A shortest way, by way of a promise, into a fair part, and a fair loop in it. */
function* lassoInto(
  graph: Graph,
  parts: readonly (readonly number[])[],
  gives: (state: number) => boolean,
  isOpen: (state: number) => boolean,
  assumptions: readonly Assumption[],
): Generator<void, Lasso | undefined> {
  if (parts.length === 0) return undefined;
  const partOf = new Map<number, readonly number[]>();
  const isPause = pacing();
  for (const part of parts) {
    for (const state of part) partOf.set(state, part);
    if (isPause(part.length)) yield;
  }
  // In phase 1 a promise is given and not kept yet. Once it is kept, another one may be given.
  const promised = yield* pathWithin(
    graph,
    gives(0) ? [{ state: 0, phase: 1 }] : [{ state: 0, phase: 0 }],
    ({ phase }, to) => ({ state: to, phase: isOpen(to) && (phase === 1 || gives(to)) ? 1 : 0 }),
    ({ state, phase }) => phase === 1 && partOf.has(state),
  );
  if (promised === undefined) throw new Error('a fair part that waits for the goal is not reachable');
  const at = promised.at(-1)?.to ?? 0;
  return { prefix: promised, loop: yield* fairLoop(graph, new Set(partOf.get(at)!), at, assumptions) };
}

/**
 * A loop through a state, inside a part, that meets every assumption: a shortest one, unless the part is large. Then the assumptions are met a
 * few at a time, each few by a shortest way.
 */
function* fairLoop(
  graph: Graph,
  inside: ReadonlySet<number>,
  first: number,
  assumptions: readonly Assumption[],
): Generator<void, readonly Edge[]> {
  let due = assumptions.filter((assumption) => {
    const { taken, enabledIn } = lookAt(graph, inside, assumption);
    return taken || !assumption.strong || enabledIn > 0;
  });
  const isMetAt = ({ strong, covers }: Assumption, state: number): boolean =>
    !strong && !isEnabled(graph, state, covers);
  const atOnce = Math.max(1, Math.floor(Math.log2(Math.min(PHASES, STAGES_MAX / inside.size))));
  const loop: Edge[] = [];
  let here = first;
  do {
    // A phase has a bit for each assumption that is met.
    const few = due.slice(0, atOnce);
    const all = 2 ** few.length - 1;
    const metAt = remembering((state) => bitsOf(few, (assumption) => isMetAt(assumption, state)));
    const metBy = remembering((label) => bitsOf(few, ({ covers }) => covers[label] === 1));
    const isLast = few.length === due.length;
    const path = yield* pathWithin(
      graph,
      [{ state: here, phase: metAt(here) }],
      ({ phase }, to, at) =>
        inside.has(to) ? { state: to, phase: phase | metBy(graph.label[at]!) | metAt(to) } : undefined,
      ({ state, phase }) => phase === all && (!isLast || state === first),
    );
    if (path === undefined) throw new Error('a part that is strongly connected has no way round');
    loop.push(...path);
    here = path.at(-1)?.to ?? here;
    due = due
      .slice(few.length)
      .filter(
        ({ strong, covers }) =>
          !path.some((edge) => covers[labelOf(graph, edge)] === 1 || isMetAt({ strong, covers }, edge.to)),
      );
  } while (due.length > 0 || here !== first);
  return loop;
}

/** Says whether it is time for a pause, after so much more work. */
function pacing(): (work: number) => boolean {
  let done = 0;
  return (work) => {
    done += work;
    const isDue = done >= PAUSE_EVERY;
    if (isDue) done = 0;
    return isDue;
  };
}

function labelOf(graph: Graph, { process, event }: Edge): number {
  return graph.labels.findIndex((label) => label.process === process && label.event === event);
}

/** Pairs of a state and a phase that a search for a loop may look at. */
const STAGES_MAX = 2 ** 20;

/** A bit for each of some things, set where it is so. */
function bitsOf<Item>(items: readonly Item[], isSo: (item: Item) => boolean): number {
  return items.reduce((bits, item, at) => bits | (isSo(item) ? 1 << at : 0), 0);
}

function remembering(compute: (of: number) => number): (of: number) => number {
  const known = new Map<number, number>();
  return (of) => {
    const value = known.get(of) ?? compute(of);
    known.set(of, value);
    return value;
  };
}
