/** Strongly connected components of parts of the explored graph. */

import { PAUSE_EVERY } from '../host/budget.js';
import type { Graph } from './graph.js';
import type { Workspace } from './workspace.js';

/** A range of places: from one to before another. */
export type Range = readonly [from: number, to: number];

/**
 * Some states of a graph, in parts that can be taken apart in place. The states of a part stand in a range of {@link order}, and have
 * its number; 0 is for those that are in no part.
 */
export class StateParts {
  /** The states, part by part. */
  readonly order: Int32Array;
  /** By state, the number of its part. */
  readonly part: Int32Array;
  #parts = 0;

  constructor(
    readonly graph: Graph,
    space: Workspace,
  ) {
    this.order = space.ints(graph.states);
    this.part = space.ints(graph.states);
  }

  newNumber(): number {
    return ++this.#parts;
  }

  /** Makes the states in a range a part of its own. */
  join([from, to]: Range): void {
    const number = this.newNumber();
    for (let at = from; at < to; at++) this.part[this.order[at]!] = number;
  }

  /** Takes the states in a range out of all parts. */
  drop([from, to]: Range): void {
    for (let at = from; at < to; at++) this.part[this.order[at]!] = 0;
  }

  /** Keeps those states of a part that are wanted, as a part. Returns their range. */
  keep([from, to]: Range, isWanted: (state: number) => boolean): Range {
    let kept = from;
    for (let at = from; at < to; at++) {
      const state = this.order[at]!;
      if (isWanted(state)) {
        this.order[at] = this.order[kept]!;
        this.order[kept++] = state;
      } else this.part[state] = 0;
    }
    this.join([from, kept]);
    return [from, kept];
  }

  /** The parts within a range, one after another. */
  *within([from, to]: Range): Generator<Range> {
    for (let first = from, at = from + 1; at <= to; at++)
      if (at === to || this.part[this.order[at]!] !== this.part[this.order[first]!]) {
        yield [first, at];
        first = at;
      }
  }
}

/** Takes parts of a graph apart into their strongly connected components (Tarjan 1972, without recursion). */
export class Components {
  /** By state: when it was entered, 0 if it was not; the earliest entered that it leads back to; and the next of its edges. */
  readonly #index: Int32Array;
  readonly #low: Int32Array;
  readonly #edge: Int32Array;
  /** The states on the way to the one looked at; and from below those entered and in no component yet, from above those in one. */
  readonly #calls: Int32Array;
  readonly #stack: Int32Array;

  constructor(
    readonly parts: StateParts,
    space: Workspace,
  ) {
    const { states } = parts.graph;
    this.#index = space.ints(states);
    this.#low = space.ints(states);
    this.#edge = space.ints(states);
    this.#calls = space.ints(states);
    this.#stack = space.ints(states);
  }

  /** Makes parts of a part's components, those first that lead to no other. Pauses now and then. */
  *split([from, to]: Range): Generator<void, void> {
    const { order, part, graph } = this.parts;
    const [index, low, edge, calls, stack] = [this.#index, this.#low, this.#edge, this.#calls, this.#stack];
    const whole = part[order[from]!]!;
    let [entered, depth, top, done, looks] = [0, 0, 0, stack.length, 0];
    for (let at = from; at < to; at++) index[order[at]!] = 0;
    for (let at = from; at < to; at++) {
      if (index[order[at]!] !== 0) continue;
      calls[depth++] = order[at]!;
      while (depth > 0) {
        if (++looks % PAUSE_EVERY === 0) yield;
        const state = calls[depth - 1]!;
        if (index[state] === 0) {
          index[state] = low[state] = ++entered;
          edge[state] = graph.start[state]!;
          stack[top++] = state;
        }
        if (edge[state]! < graph.start[state + 1]!) {
          const next = graph.to[edge[state]!++]!;
          // What is in a component already is in another part.
          if (part[next] !== whole) continue;
          if (index[next] === 0) calls[depth++] = next;
          else low[state] = Math.min(low[state]!, index[next]!);
          continue;
        }
        depth--;
        if (depth > 0) low[calls[depth - 1]!] = Math.min(low[calls[depth - 1]!]!, low[state]!);
        if (low[state] !== index[state]) continue;
        const component = this.parts.newNumber();
        do {
          stack[--done] = stack[--top]!;
          part[stack[done]!] = component;
        } while (stack[done] !== state);
      }
    }
    for (let at = from; at < to; at++) order[at] = stack[stack.length - 1 - (at - from)]!;
  }
}
