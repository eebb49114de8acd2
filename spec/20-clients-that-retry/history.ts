/** History: what users saw, and which requests were answered twice. Only properties read it; no participant can. */
import { type CallHistory, including, observe } from '#model/index.js';
import type { Message } from './messages.js';
import type { Order } from './shop.js';

// #region seen
/** History: what users saw, in its order. An order is called when its request is first sent, and returns when its client tells it. */
export const seenByUsers = observe<CallHistory<Order, number>, Message<'request' | 'served'>>([], {
  request: (seen, { order }) =>
    seen.some(({ id }) => id === order) ? seen : [...seen, { type: 'call', id: order, operation: order }],
  served: (seen, { order, place }) => [...seen, { type: 'return', id: order, result: place }],
});
// #endregion

/** The same variable where nothing is remembered. */
export const nothingSeen = observe<CallHistory<Order, number>, Message>([], {});

export interface Answers {
  /** The requests that were answered: a set of names. */
  readonly answered: readonly string[];
  /** Whether one of them was answered more than once. */
  readonly isAnsweredAgain: boolean;
}

/** History: whether a request was answered more than once. It makes up to two states of one, so an instance remembers it only if it is asked to. */
export const answersSent = observe<Answers, Message<'answer'>>(
  { answered: [], isAnsweredAgain: false },
  {
    answer: ({ answered, isAnsweredAgain }, { session, number }) => {
      const name = `${session}.${number}`;
      return {
        answered: including(answered, name),
        isAnsweredAgain: isAnsweredAgain || answered.includes(name),
      };
    },
  },
);

/** The same variable where nothing is remembered. */
export const noAnswersSent = observe<Answers, Message>({ answered: [], isAnsweredAgain: false }, {});
