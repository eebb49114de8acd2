/** Strongly connected components, and shortest paths, of parts of the explored graph. */

import type { Edge } from '../property/finding.js';
import { edgeAt, type Graph, PAUSE_EVERY } from './graph.js';

/**
 * The strongly connected components of the graph restricted to some states, in the order of their least states (Tarjan
 * 1972, without recursion). Pauses now and then.
 */
export function* componentsOf(
  graph: Graph,
  states: readonly number[],
): Generator<void, readonly (readonly number[])[]> {
  const inside = new Set(states);
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const onStack = new Set<number>();
  const stack: number[] = [];
  const found: number[][] = [];
  let looks = 0;
  const enter = (state: number): { state: number; at: number } => {
    index.set(state, index.size);
    low.set(state, index.get(state)!);
    stack.push(state);
    onStack.add(state);
    return { state, at: graph.start[state]! };
  };
  for (const root of states) {
    if (index.has(root)) continue;
    const calls = [enter(root)];
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      if (++looks % PAUSE_EVERY === 0) yield;
      const { state } = call;
      if (call.at < graph.start[state + 1]!) {
        const to = graph.to[call.at++]!;
        if (!inside.has(to)) continue;
        if (!index.has(to)) calls.push(enter(to));
        else if (onStack.has(to)) low.set(state, Math.min(low.get(state)!, index.get(to)!));
        continue;
      }
      calls.pop();
      const caller = calls.at(-1);
      if (caller) low.set(caller.state, Math.min(low.get(caller.state)!, low.get(state)!));
      if (low.get(state) !== index.get(state)) continue;
      const component = stack.splice(stack.lastIndexOf(state));
      for (const member of component) onStack.delete(member);
      found.push(component.sort((a, b) => a - b));
    }
  }
  return found.sort((a, b) => a[0]! - b[0]!);
}

/** A state, and how far the search for a path has come in another sense: what was met on the way. */
export interface Stage {
  readonly state: number;
  /** Less than {@link PHASES}. */
  readonly phase: number;
}

export const PHASES = 2 ** 10;

/**
 * A shortest path, as edges, from one of some stages to one that is wanted. Pauses now and then.
 *
 * @param next the stage that an edge (its target, and its place in the graph) leads to, or undefined where it must not be taken
 */
export function* pathWithin(
  graph: Graph,
  from: readonly Stage[],
  next: (stage: Stage, to: number, at: number) => Stage | undefined,
  isWanted: (stage: Stage) => boolean,
): Generator<void, readonly Edge[] | undefined> {
  const keyOf = ({ state, phase }: Stage): number => state * PHASES + phase;
  const cameBy = new Map<number, { readonly stage: Stage; readonly at: number } | undefined>();
  const queue: Stage[] = [];
  for (const stage of from) {
    cameBy.set(keyOf(stage), undefined);
    queue.push(stage);
  }
  for (let head = 0; head < queue.length; head++) {
    if (head % PAUSE_EVERY === 0) yield;
    const stage = queue[head]!;
    if (isWanted(stage)) {
      const edges: Edge[] = [];
      for (let step = cameBy.get(keyOf(stage)); step !== undefined; step = cameBy.get(keyOf(step.stage)))
        edges.push(edgeAt(graph, step.stage.state, step.at));
      return edges.reverse();
    }
    for (let at = graph.start[stage.state]!; at < graph.start[stage.state + 1]!; at++) {
      const reached = next(stage, graph.to[at]!, at);
      if (reached === undefined || cameBy.has(keyOf(reached))) continue;
      cameBy.set(keyOf(reached), { stage, at });
      queue.push(reached);
    }
  }
  return undefined;
}
