/**
 * Where a fair run can stay for ever: in a strongly connected part of the states in which every assumption of fairness can be met. Of a
 * weak one, some state does not have the step, or the step is taken inside; of a strong one, no state has the step, or it is taken
 * inside. Where a strong one cannot be met, the states that have the step are left out, and what is left is taken apart again (Emerson
 * and Lei 1985). A run may also stay in one state for ever: every state is such a part by itself.
 */

import { PAUSE_EVERY } from '../host/budget.js';
import type { Tables } from '../local/tables.js';
import type { Fairness } from '../system/property.js';
import { Components, type Range, type StateParts } from './components.js';
import { groupOf } from './fairness.js';
import type { Graph } from './graph.js';
import type { Workspace } from './workspace.js';

/** One assumption of fairness, about the steps of one channel or participant. */
export interface Assumption {
  readonly strong: boolean;
  /** By label: whether it is one of the steps. */
  readonly covers: Uint8Array;
}

/** An assumption for each channel or participant that a fairness speaks of. */
export function assumptionsOf(
  tables: Tables,
  { labels }: Graph,
  fairness: readonly Fairness[],
): readonly Assumption[] {
  return fairness.flatMap(({ strength, of }) => {
    const groups = new Map<string, Uint8Array>();
    for (const [number, label] of labels.entries()) {
      const key = groupOf(of, tables, label);
      if (key === undefined) continue;
      if (!groups.has(key)) groups.set(key, new Uint8Array(labels.length));
      groups.get(key)![number] = 1;
    }
    return [...groups.values()].map((covers) => ({ strong: strength === 'strong', covers }));
  });
}

/** Leaves, of one part, the parts in which a fair run can stay for ever. Pauses now and then. */
export function* keepFairParts(
  parts: StateParts,
  whole: Range,
  assumptions: readonly Assumption[],
  space: Workspace,
): Generator<void, void> {
  const { graph } = parts;
  const components = new Components(parts, space);
  const open: Range[] = [whole];
  let work = 0;
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    yield* components.split(range);
    for (const part of parts.within(range)) {
      work += part[1] - part[0];
      if (work >= PAUSE_EVERY) {
        work = 0;
        yield;
      }
      const unmet = assumptions.filter((assumption) => !canBeMet(parts, part, assumption));
      const [first] = unmet;
      if (first === undefined) continue;
      if (unmet.every(({ strong }) => strong)) {
        const left = parts.keep(part, (state) => !isEnabled(graph, state, first.covers));
        if (left[0] < left[1]) open.push(left);
      } else parts.drop(part);
    }
  }
}

/** Whether a run that takes every step inside a part meets an assumption. */
function canBeMet(parts: StateParts, part: Range, { strong, covers }: Assumption): boolean {
  const { graph, order, part: partOf } = parts;
  const own = partOf[order[part[0]]!]!;
  let enabledIn = 0;
  for (let place = part[0]; place < part[1]; place++) {
    const state = order[place]!;
    let enabled = false;
    for (let at = graph.start[state]!; at < graph.start[state + 1]!; at++) {
      if (covers[graph.label[at]!] === 0) continue;
      if (partOf[graph.to[at]!] === own) return true;
      enabled = true;
    }
    if (enabled) enabledIn++;
  }
  return strong ? enabledIn === 0 : enabledIn < part[1] - part[0];
}

/** Whether a state has one of the steps. */
export function isEnabled(graph: Graph, state: number, covers: Uint8Array): boolean {
  for (let at = graph.start[state]!; at < graph.start[state + 1]!; at++)
    if (covers[graph.label[at]!] === 1) return true;
  return false;
}
