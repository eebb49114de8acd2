/** What is claimed of costs: bounds that hold, a bound that is too low, and a run that costs no more than the least. */
import { always, sometimes } from '#model/index.js';
import { type Claim, fails, holds } from '../chapter.js';
import { type Cost, costOf, type Spent } from './cost.js';

/** Between what and what something costs. */
export interface Bounds {
  readonly least: Cost;
  readonly most: Cost;
}

/** A state in which costs are counted. */
export interface Counted {
  readonly history: { readonly spent: Spent };
}

// #region names
/** The claim whose trace is a cheapest run. */
export const forTheLeast = 'it is known for the least';
/** The claim whose trace is a dearest run. */
export const forLessThanTheMost = 'one message less is enough';
// #endregion

// #region claims
export function boundsHold({ least, most }: Bounds): readonly Claim<Counted>[] {
  return [
    holds(
      always(`at most ${inWords(most)}`, ({ history }: Counted) => isWithin(costOf(history.spent), most)),
    ),
    fails(
      always(
        forLessThanTheMost,
        ({ history }: Counted) => costOf(history.spent).messages <= most.messages - 1,
      ),
    ),
    holds(
      always(
        `at least ${inWords(least)}`,
        ({ history: { spent } }: Counted) => !isKnown(spent) || isWithin(least, costOf(spent)),
      ),
    ),
    holds(
      sometimes(
        forTheLeast,
        ({ history: { spent } }: Counted) => isKnown(spent) && isWithin(costOf(spent), least),
      ),
    ),
  ];
}
// #endregion

/** Whoever holds a lease may read as often as it likes, and what the lease has cost is all that is paid. */
export function readsCostNothingMore(messages: number) {
  return always(
    `at most ${messages} messages, however often it is read`,
    ({ history }: Counted) => history.spent.messages <= messages,
  );
}

/** Where the outcome is known a run need not be followed any further. */
export function isNotKnown({ history }: Counted): boolean {
  return !isKnown(history.spent);
}

export function isKnown({ untilKnown }: Spent): boolean {
  return untilKnown !== null;
}

function isWithin(cost: Cost, bound: Cost): boolean {
  return cost.messages <= bound.messages && cost.writes <= bound.writes;
}

function inWords({ messages, writes }: Cost): string {
  return `${messages} messages and ${writes === 1 ? '1 write' : `${writes} writes`}`;
}
