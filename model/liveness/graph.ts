/** The explored graph, with its edges: built again from the visited states for properties that look at more than one step. */

import type { Label } from '../data/label.js';
import { ModelError } from '../data/model-error.js';
import type { Edge } from '../property/finding.js';
import type { Search } from '../search/search.js';
import { CHUNK_BITS, CHUNK_MASK, isAllocated } from '../state/rows.js';
import { isFault } from '../system/faults.js';
import { NETWORKS } from '../system/network.js';
import type { FairSteps } from '../system/property.js';

/** Edges in the order of the states they leave: those of state s are at `start[s] … start[s + 1]`. */
export interface Graph {
  readonly states: number;
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** The number of the edge's label: who takes the step, and its event. */
  readonly label: Int32Array;
  readonly labels: readonly Label[];
}

/** Every step is an edge. */
const WITH_STUTTERS = { stutters: true, representatives: true };

/** States, or edges, between two pauses. */
export const PAUSE_EVERY = 4096;

/** Bytes of a graph, by its states and by its edges; of what is made of it later about as much again. */
const BYTES_OF_A_STATE = 16;
const BYTES_OF_AN_EDGE = 16;

/**
 * The graph of a search that visited everything. Steps that change nothing are edges too. Pauses now and then.
 *
 * @param maxMemory bytes that the search and the graph may take together.
 * @returns undefined where there is too little memory.
 */
export function* graphing(search: Search, maxMemory: number): Generator<void, Graph | undefined> {
  const { rows, successors, transitions } = search;
  const states = rows.count;
  if (search.bytes + states * BYTES_OF_A_STATE + transitions * BYTES_OF_AN_EDGE > maxMemory) return undefined;
  let [start, to, label] = [new Int32Array(0), new Int32Array(0), new Int32Array(0)];
  const isRoom = isAllocated(() => {
    start = new Int32Array(states + 1);
    to = new Int32Array(transitions);
    label = new Int32Array(transitions);
  });
  if (!isRoom) return undefined;
  let edges = 0;
  const labels: Label[] = [];
  const numberOf = new Map<string, number>();
  for (let state = 0; state < states; state++) {
    const { batch } = successors;
    batch.count = 0;
    successors.expand(
      rows.chunks[state >>> CHUNK_BITS]!,
      (state & CHUNK_MASK) * rows.words,
      state,
      WITH_STUTTERS,
    );
    for (let next = 0; next < batch.count; next++) {
      const process = batch.processes[next]!;
      const event = batch.events[next]!;
      const key = `${process} ${event}`;
      const known = numberOf.get(key) ?? labels.push({ process, event }) - 1;
      numberOf.set(key, known);
      label[edges] = known;
      to[edges++] = search.numberOf(batch.rows, next * rows.words, batch.hashes[next]!);
    }
    start[state + 1] = edges;
    if (state % PAUSE_EVERY === 0) yield;
  }
  successors.batch.count = 0;
  if (edges !== transitions)
    throw new Error(`the graph has ${edges} edges, and the search took ${transitions} steps`);
  return { states, start, to, label, labels };
}

/** The same, at once and whatever it takes. */
export function graphOf(search: Search): Graph {
  const work = graphing(search, Number.POSITIVE_INFINITY);
  for (;;) {
    const { done, value } = work.next();
    if (!done) continue;
    if (value === undefined) throw new RangeError('there is no memory for a graph of so many transitions');
    return value;
  }
}

/** One edge, with its label. */
export function edgeAt(graph: Graph, from: number, at: number): Edge {
  return { from, to: graph.to[at]!, ...graph.labels[graph.label[at]!]! };
}

/** The states from which a state of the goal can be reached. Pauses now and then. */
export function* canReach(graph: Graph, isGoal: (state: number) => boolean): Generator<void, Uint8Array> {
  const backStart = new Int32Array(graph.states + 1);
  for (const to of graph.to) backStart[to + 1]!++;
  for (let state = 0; state < graph.states; state++) backStart[state + 1]! += backStart[state]!;
  const fill = backStart.slice();
  const back = new Int32Array(graph.to.length);
  for (let from = 0; from < graph.states; from++) {
    if (from % PAUSE_EVERY === 0) yield;
    for (let at = graph.start[from]!; at < graph.start[from + 1]!; at++) back[fill[graph.to[at]!]!++] = from;
  }
  const reached = new Uint8Array(graph.states);
  const queue: number[] = [];
  for (let state = 0; state < graph.states; state++) {
    if (state % PAUSE_EVERY === 0) yield;
    if (!isGoal(state)) continue;
    reached[state] = 1;
    queue.push(state);
  }
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    if (state % PAUSE_EVERY === 0) yield;
    for (let at = backStart[state]!; at < backStart[state + 1]!; at++) {
      const from = back[at]!;
      if (reached[from] === 0) {
        reached[from] = 1;
        queue.push(from);
      }
    }
  }
  return reached;
}

/** @throws ModelError where an answer about runs without end, or about what is possible, would mean nothing. */
export function refuseMeaningless(search: Search): void {
  const { network, name, within } = search.system;
  const rules = NETWORKS[network];
  for (const { property } of search.judge.cases) {
    const { kind } = property;
    if (kind !== 'leads-to' && kind !== 'always-possible') continue;
    const refuse = (why: string, instead: string): never => {
      throw new ModelError(
        `system ${name}: property '${property.name}' means nothing here: ${why}; ${instead}`,
      );
    };
    if (search.symmetry !== undefined)
      refuse(
        'a run of representatives is no run of the system: names change on the way',
        'explore without symmetry',
      );
    if (within !== undefined)
      refuse(
        "states beyond 'within' are not continued, so a run that leaves it would seem to stop",
        'make the system finite without it',
      );
    if (kind === 'always-possible') continue;
    if (!rules.consumes)
      refuse(
        'over a lossy network all that was ever sent can be received again for ever, so nothing needs to be sent twice',
        "use the network 'lossy-set'",
      );
    if (rules.hasRounds)
      refuse('there is a last round, after which nothing can happen', "claim 'alwaysPossible' instead");
    if (property.kind !== 'leads-to') continue;
    for (const { of } of property.fairness) {
      const unknown = unknownIn(of, search);
      if (unknown !== undefined) refuse(`it assumes fairness of ${unknown.what}`, unknown.expected);
    }
  }
}

/** What an assumption of fairness names though the system does not have it. Which types of messages it has, only its runs show. */
function unknownIn(of: FairSteps, { tables }: Search): { what: string; expected: string } | undefined {
  const participants = tables.processes.filter(({ role }) => role !== 'fault' && role !== 'history');
  const ids = participants.map(({ id }) => id);
  const roles = participants.map(({ role }) => role);
  const among = (kind: string, name: string | undefined, known: readonly string[]) => {
    if (name === undefined || known.includes(name)) return undefined;
    const expected = `expected one of: ${[...new Set(known)].join(', ') || 'none, for there is none'}`;
    return { what: `the ${kind} '${name}', which there is not`, expected };
  };
  const odd = (keys: object, known: readonly string[]) =>
    Object.keys(keys)
      .map((key) => among('key', key, known))
      .find((found) => found !== undefined);
  if ('role' in of) return odd(of, ['role']) ?? among('role', of.role, roles);
  if ('delivery' in of)
    return (
      odd(of, ['delivery']) ??
      odd(of.delivery, ['type', 'from', 'to']) ??
      among('participant', of.delivery.from, ids) ??
      among('participant', of.delivery.to, ids)
    );
  const unknown = odd(of, ['input', 'at']);
  if (unknown !== undefined) return unknown;
  const inputs = participants
    .filter(({ id }) => id === (of.at ?? id))
    .flatMap(({ inputs }) => inputs.filter((input) => !isFault(input)))
    .map(({ type }) => type);
  const kind = of.at === undefined ? 'input' : `input of ${of.at}`;
  return among('participant', of.at, ids) ?? among(kind, of.input, inputs);
}
