/** A whole state space, as the naive explorer finds it, and what claims come to in it. */

import type { Move } from './draft.js';
import { type Claim, isTrue } from './formula.js';
import { Naive } from './naive.js';
import type { Plan } from './plan.js';
import { textOf, type World } from './world.js';

export interface Survey {
  readonly naive: Naive;
  /** By their texts. */
  readonly places: ReadonlyMap<string, Place>;
  /** Whether there are more states than the limit. */
  readonly capped: boolean;
  readonly transitions: number;
  readonly selfLoops: number;
  readonly depth: number;
  readonly beyondBounds: number;
}

/** A state, and where it lies. */
export interface Place {
  readonly world: World;
  /** The initial state is at 1. */
  readonly level: number;
  /** The steps that lead elsewhere; null beyond the bounds, where they are not looked for. */
  ways: readonly Move[] | null;
}

/** Visits everything, breadth first, up to a number of states. */
export function survey(plan: Plan, statesMax: number): Survey {
  const naive = new Naive(plan);
  const first = naive.initial();
  const places = new Map<string, Place>([[textOf(first), { world: first, level: 1, ways: null }]]);
  let transitions = 0;
  let selfLoops = 0;
  let beyondBounds = 0;
  let depth = 1;
  // A Map is walked in the order of insertion, with what is inserted on the way: it is the queue too.
  for (const [text, place] of places) {
    if (places.size > statesMax) break;
    depth = Math.max(depth, place.level);
    if (plan.within !== null && !isTrue(plan.within, naive.glance(place.world))) {
      beyondBounds++;
      continue;
    }
    const moves = naive.moves(place.world);
    place.ways = moves.filter((move) => move.text !== text);
    transitions += moves.length;
    selfLoops += moves.length - place.ways.length;
    for (const { next, text } of place.ways)
      if (!places.has(text)) places.set(text, { world: next, level: place.level + 1, ways: null });
  }
  return { naive, places, capped: places.size > statesMax, transitions, selfLoops, depth, beyondBounds };
}

/** Whether no step leads out of a state; faults are none. */
export function isDead({ ways }: Place): boolean {
  return ways?.every(({ isFault }) => isFault) ?? false;
}

/** The states in a shortest trace to where a claim is decided before the end; undefined where it is not. */
export function shortest({ naive, places }: Survey, { kind, formula, after }: Claim): number | undefined {
  let least: number | undefined;
  const found = (length: number): void => {
    least = Math.min(least ?? length, length);
  };
  for (const place of places.values()) {
    const answer = isTrue(formula, naive.glance(place.world));
    if (kind === 'always' && !answer) found(place.level);
    if (kind === 'sometimes' && answer) found(place.level);
    if (kind === 'deadlock-free' && !answer && isDead(place)) found(place.level);
    if (kind === 'step' && answer && place.ways?.some(({ next }) => !isTrue(after, naive.glance(next))))
      found(place.level + 1);
  }
  return least;
}
