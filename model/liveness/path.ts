/** Shortest paths in the explored graph, through states and what was met on the way to them. */

import { PAUSE_EVERY } from '../host/budget.js';
import type { Edge } from '../property/finding.js';
import { edgeAt, type Graph } from './graph.js';
import type { Workspace } from './workspace.js';

/** Says whether a stage was never reached. */
const NEVER = 0;

/**
 * Where a path can be, as numbers below a count: a state, and how far the path has come in another sense.
 */
export interface Stages {
  readonly count: number;
  readonly stateOf: (stage: number) => number;
  /** The stage that an edge (its target, and its place in the graph) leads to, or −1 where it must not be taken. */
  readonly next: (stage: number, to: number, at: number) => number;
  readonly isWanted: (stage: number) => boolean;
}

/** A shortest path, as edges, from one stage to one that is wanted; undefined where there is none. Pauses now and then. */
export function* pathWithin(
  graph: Graph,
  first: number,
  { count, stateOf, next, isWanted }: Stages,
  space: Workspace,
): Generator<void, readonly Edge[] | undefined> {
  /** By stage: one more than the stage it was reached from, and the place of the edge. */
  const before = space.ints(count);
  const by = space.ints(count);
  const queue = space.ints(count);
  let reached = 1;
  queue[0] = first;
  before[first] = first + 1;
  for (let head = 0; head < reached; head++) {
    if (head % PAUSE_EVERY === 0) yield;
    const stage = queue[head]!;
    const state = stateOf(stage);
    if (isWanted(stage)) {
      const edges: Edge[] = [];
      for (let back = stage; back !== first; back = before[back]! - 1)
        edges.push(edgeAt(graph, stateOf(before[back]! - 1), by[back]!));
      return edges.reverse();
    }
    for (let at = graph.start[state]!; at < graph.start[state + 1]!; at++) {
      const onward = next(stage, graph.to[at]!, at);
      if (onward < 0 || before[onward] !== NEVER) continue;
      before[onward] = stage + 1;
      by[onward] = at;
      queue[reached++] = onward;
    }
  }
  return undefined;
}
