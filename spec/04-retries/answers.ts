/** Answers to the exercises of chapter 04. */
import { agreement, everyClientCanBeTold, progressIsPossible } from '../01-one-server/claims.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { decisionsAreCopiedUnderStrongFairness, progressUnderStrongFairness } from './claims.js';
import { clientMachine } from './client.js';
import { noOrderIsCarriedOutTwice, shopAndClients, shopMachine } from './orders.js';
import { carelessShop, thoseWhoTryAgain } from './retries.js';
import { serverMachine } from './server.js';

/** 1. A client that asks once. */
const patient = clientMachine.provide({ guards: { isWaiting: () => false } });

/** 1. A master that writes once. */
const patientMaster = serverMachine.provide({ guards: { mustWriteAgain: () => false } });

/** 2. A shop that remembers only its last client. */
const shortMemory = shopMachine.provide({
  guards: { isNew: ({ context, event }) => context.orders.at(-1) !== event.from },
});

const one = { c1: { wish: 'olives', asks: 's1' } } as const;

export const answers: readonly Instance[] = [
  instance('1: clients that ask once', thoseWhoTryAgain('clients that ask once', { client: patient }), [
    holds(agreement),
    holds(decisionsAreCopiedUnderStrongFairness),
    holds(everyClientCanBeTold),
    fails(progressIsPossible),
    fails(progressUnderStrongFairness),
  ]),
  instance(
    '1: a master that writes once',
    thoseWhoTryAgain('a master that writes once', { server: patientMaster }),
    [holds(agreement), holds(progressUnderStrongFairness), fails(decisionsAreCopiedUnderStrongFairness)],
  ),
  instance('2: a shop that remembers its last client', shopAndClients('last', { shop: shortMemory }), [
    fails(noOrderIsCarriedOutTwice),
  ]),
  instance('2: the same, and one client', shopAndClients('last', { shop: shortMemory, clients: one }), [
    holds(noOrderIsCarriedOutTwice),
    holds(everyClientCanBeTold),
  ]),
  instance(
    '3: the network repeats, and nobody tries again',
    shopAndClients('repeated', { shop: carelessShop, network: 'lossy', retries: false }),
    [fails(noOrderIsCarriedOutTwice)],
  ),
  instance(
    '3: the same, and a careful shop',
    shopAndClients('repeated', { network: 'lossy', retries: false }),
    [holds(noOrderIsCarriedOutTwice), holds(everyClientCanBeTold)],
  ),
];

export default answers;
