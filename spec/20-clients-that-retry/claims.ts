/** What a service owes to clients that retry, and what must be possible. */
import {
  always,
  alwaysPossible,
  eventually,
  linearizable,
  sometimes,
  step,
  strong,
  weak,
} from '#model/index.js';
import { isSameRequest } from './messages.js';
import { type Order, shop } from './shop.js';
import type { ShopState } from './system.js';

// #region safety
/** No order stands in the list twice. (Nobody orders the same thing twice.) */
export const appliedAtMostOnce = always('an order is taken at most once', ({ service }: ShopState) =>
  service.every(({ context: { orders } }) => new Set(orders).size === orders.length),
);

/** Every answer under way tells the place of the very order that was asked for. */
export const answersAreRight = always('answers are right', ({ service, messages }: ShopState) =>
  messages('answer').every((answer) => {
    const request = messages('request').find((one) => isSameRequest(one, answer))!;
    return service.every(({ context }) => context.orders[answer.place - 1] === request.order);
  }),
);

// #region seen
/** To its users the service, with its log, its sessions and its retries, is one shop that takes one order after the other. */
export const usersSeeOneShop = always(
  'what users saw is linearizable',
  ({ history }: ShopState) => linearizable(shop, history.seen).isLinearizable,
);
// #endregion

/** Whether a refused order was taken is not known; but it is settled. */
export const aRefusalIsTheLastWord = step(
  'a refused order is not taken afterwards',
  (before: ShopState, after: ShopState) =>
    refused(before).every((order) => taken(before).includes(order) || !taken(after).includes(order)),
);

/** Otherwise the table would grow with every request. */
export const theTableIsBounded = always(
  'a session keeps no more answers than its window',
  ({ service }: ShopState) =>
    service.every(({ context: { answers, sessions, window } }) =>
      answers.every(
        ({ session }) =>
          sessions.some((open) => open.session === session) &&
          answers.filter((one) => one.session === session).length <= window,
      ),
    ),
);

/** Where nobody evicts, nobody is refused. */
export const nobodyIsRefused = always(
  'nobody is refused',
  ({ messages }: ShopState) => messages('refused').length === 0,
);
// #endregion

// #region progress
/** Whatever was lost, repeated or reordered, it is not too late. */
export const everyOrderCanBeServed = alwaysPossible(
  'every order can still be served',
  (state: ShopState) => isDone(state) && refused(state).length === 0,
);

/** The same where sessions may be evicted: each order is served, or its user is told that it may have been taken or not. */
export const everyOrderCanEnd = alwaysPossible('every order can still be served or given up', isDone);

/** Where what is sent again and again arrives, and whoever waits tries again. */
export const everyOrderIsServed = eventually('every order is served', (state: ShopState) => isDone(state), [
  weak({ input: 'order' }),
  weak({ input: 'timeout' }),
  ...(['open', 'opened', 'request', 'answer'] as const).map((type) => strong({ delivery: { type } })),
]);
// #endregion

// #region sometimes
export const aRetryIsAnsweredFromTheTable = sometimes(
  'a retry is answered from the table',
  (state: ShopState) => state.history.answers.isAnsweredAgain && taken(state).length === 1,
);

export const aRetryIsRefused = sometimes(
  'a retry is refused after its session was evicted',
  ({ messages }: ShopState) =>
    messages('refused').some((one) => messages('answer').some((answer) => isSameRequest(answer, one))),
);

export const theSecondIsTakenFirst = sometimes(
  'a second request is taken before the first',
  ({ service }: ShopState) =>
    service.some(({ context }) => context.answers.some(({ number, place }) => number === 2 && place === 1)),
);

export const anAnswerIsForgotten = sometimes('an answer is forgotten', ({ service }: ShopState) =>
  service.some(({ context: { answers, orders } }) => answers.length < orders.length),
);

export const aRefusedOrderWasTaken = sometimes('a refused order was taken', (state: ShopState) =>
  refused(state).some((order) => taken(state).includes(order)),
);

export const aRefusedOrderWasNotTaken = sometimes('a refused order was not taken', (state: ShopState) =>
  refused(state).some((order) => !taken(state).includes(order)),
);
// #endregion

/** The orders of which a client was told that their session is over. */
function refused({ client: clients }: ShopState): readonly Order[] {
  return clients.flatMap(({ context }) => context.unknown);
}

function taken({ service }: ShopState): readonly Order[] {
  return service.flatMap(({ context }) => context.orders);
}

function isDone({ client: clients }: ShopState): boolean {
  return clients.every(({ context: { orders, waiting } }) => orders.length === 0 && waiting.length === 0);
}
