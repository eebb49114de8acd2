/** What a run costs: messages from node to node, and durable writes. Only properties read it; no participant can. */
import { observe } from '#model/index.js';

// #region cost
export interface Cost {
  /** From one node to another: each receiver counts, and what a node tells itself is free. */
  readonly messages: number;
  /** How often a node has to wait for its disk. What it writes in one step is one write. */
  readonly writes: number;
}

/** What a run has cost so far. */
export interface Spent extends Cost {
  /** How many outcomes are still to become known. */
  readonly awaited: number;
  /** What the run had cost when the last of them was; null before. */
  readonly untilKnown: Cost | null;
}
// #endregion

export const NOTHING: Cost = { messages: 0, writes: 0 };

/** A message of which the price is asked. */
export interface Priced {
  readonly type: string;
  readonly from: string;
}

/** By type, what is paid when a message is sent. */
export type Prices<Message extends Priced> = {
  readonly [Type in Message['type']]: (message: Extract<Message, { type: Type }>) => Cost;
};

// #region spent
/** History: each message is paid for when it is sent. By one of the type `outcome`, somebody learns what was wanted; so many are awaited. */
export function spentBy<Message extends Priced>(
  prices: Prices<Message>,
  outcome: Message['type'],
  awaited = 1,
) {
  const pay = (type: Message['type']) => (spent: Spent, message: Priced) => {
    const price = prices[type](message as Extract<Message, { type: typeof type }>);
    const paid = { messages: spent.messages + price.messages, writes: spent.writes + price.writes };
    const left = Math.max(0, spent.awaited - (type === outcome ? 1 : 0));
    return { ...paid, awaited: left, untilKnown: spent.untilKnown ?? (left === 0 ? paid : null) };
  };
  const types = Object.keys(prices) as Message['type'][];
  return observe<Spent, Priced>(
    { ...NOTHING, awaited, untilKnown: null },
    Object.fromEntries(types.map((type) => [type, pay(type)])),
  );
}

/** What it has cost until the outcome was known, or so far. */
export function costOf(spent: Spent): Cost {
  const { messages, writes } = spent.untilKnown ?? spent;
  return { messages, writes };
}
// #endregion
