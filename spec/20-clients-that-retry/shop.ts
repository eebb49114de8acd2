/** The state machine behind the service: a shop that takes orders, one after the other. It knows nothing of sessions and retries. */
import type { SequentialSpecification } from '#model/index.js';

/** What is ordered, by name. */
export type Order = string;

// #region shop
/** Its state is the list of the orders that it took; the result of an order is its place in the list. */
export const shop: SequentialSpecification<readonly Order[], Order, number> = {
  initial: [],
  apply: (orders, order) => [[...orders, order], orders.length + 1],
};
// #endregion
