/** Exercise 2 of chapter 04, as a file that `synod check` takes: a shop that remembers its last client only. */
// #region file
import { everyClientCanBeTold } from '../01-one-server/claims.js';
import { fails, holds, instance } from '../chapter.js';
import { noOrderIsCarriedOutTwice, shopAndClients, shopMachine } from './orders.js';

/** It remembers its last client only. */
const shop = shopMachine.provide({
  guards: { isNew: ({ context, event }) => context.orders.at(-1) !== event.from },
});

const clients = { c1: { wish: 'olives', asks: 's1' } } as const;

export default [
  instance('2: a shop that remembers its last client', shopAndClients('last', { shop }), [
    fails(noOrderIsCarriedOutTwice),
  ]),
  instance('2: the same, and one client', shopAndClients('last', { shop, clients }), [
    holds(noOrderIsCarriedOutTwice),
    holds(everyClientCanBeTold),
  ]),
];
// #endregion
