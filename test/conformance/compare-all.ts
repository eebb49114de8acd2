/** All pairs of an exploration compared, and counted. */
import type { Pair } from '#model/index.js';
import type { Comparer, Difference } from './compare.js';

/** All pairs of the roles that have a comparer, compared. */
export interface Comparison {
  /** How many pairs were compared, by role. */
  readonly compared: Readonly<Record<string, number>>;
  /** In how many production states. */
  readonly states: number;
  /** How many of the pairs were at the instance's bounds. */
  readonly beyondBounds: number;
  readonly differences: readonly Difference[];
}

export function compareAll(pairs: Iterable<Pair>, comparers: Readonly<Record<string, Comparer>>): Comparison {
  const compared: Record<string, number> = Object.fromEntries(
    Object.keys(comparers).map((role) => [role, 0]),
  );
  const differences: Difference[] = [];
  let [states, beyondBounds] = [0, 0];
  for (const pair of pairs) {
    const result = comparers[pair.role]?.(pair);
    if (result === undefined) continue;
    compared[pair.role]! += 1;
    states += result.states;
    beyondBounds += Number(result.beyondBounds);
    if (result.difference) differences.push(result.difference);
  }
  return { compared, states, beyondBounds, differences };
}

/** The first difference, or undefined where there is none. */
export function firstDifference(
  pairs: Iterable<Pair>,
  comparers: Readonly<Record<string, Comparer>>,
): Difference | undefined {
  for (const pair of pairs) {
    const difference = comparers[pair.role]?.(pair).difference;
    if (difference) return difference;
  }
  return undefined;
}
