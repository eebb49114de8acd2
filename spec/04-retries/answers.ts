/** Answers to the exercises of chapter 04. */
import { agreement, everyClientCanBeTold, progressIsPossible } from '../01-one-server/claims.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { decisionsAreCopiedUnderStrongFairness, progressUnderStrongFairness } from './claims.js';
import { clientMachine } from './client.js';
import shortMemory from './exercise-2.js';
import { noOrderIsCarriedOutTwice, shopAndClients } from './orders.js';
import { carelessShop, thoseWhoTryAgain } from './retries.js';
import { serverMachine } from './server.js';

/** 1. A client that asks once. */
const patient = clientMachine.provide({ guards: { isWaiting: () => false } });

/** 1. A master that writes once. */
const patientMaster = serverMachine.provide({ guards: { mustWriteAgain: () => false } });

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
  ...shortMemory,
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
