/** Chapter 04: a lost message is sent again, for ever, and some messages arrive twice. */
import { role, system } from '#model/index.js';
import { agreement, everyClientCanBeTold, progressIsPossible, validity } from '../01-one-server/claims.js';
import { theCopiesAgree } from '../03-one-master-many-slaves/claims.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import {
  decisionsAreCopiedUnderStrongFairness,
  progressUnderStrongFairness,
  progressUnderWeakFairness,
  whoStopsWritingIsDone,
} from './claims.js';
import { clientMachine } from './client.js';
import { noOrderIsCarriedOutTwice, shopAndClients, shopMachine } from './orders.js';
import { noting, serverMachine } from './server.js';

export interface Options {
  /** How often the master may stop for good. */
  readonly stops?: number;
  readonly server?: typeof serverMachine;
  readonly client?: typeof clientMachine;
}

// #region system
/** Clients that ask again, a master that writes again, and two slaves, over a network that may lose messages. */
export function thoseWhoTryAgain(
  name: string,
  { stops = 0, server = serverMachine, client = clientMachine }: Options = {},
) {
  const slaves = ['s1', 's2'];
  const retry = { type: 'timeout' } as const;
  return system({
    name,
    roles: {
      client: role(client, {
        instances: { c1: { wish: 'olives', asks: 'm' }, c2: { wish: 'wine', asks: ['m', 's1'] } },
        inputs: [retry],
      }),
      master: role(server, { instances: { m: { slaves } }, inputs: [retry] }),
      slave: role(server, { instances: Object.fromEntries(slaves.map((id) => [id, { slaves: [] }])) }),
    },
    network: 'lossy-set',
    faults: { stops: { master: stops } },
  });
}
// #endregion

// #region careless
/** Carries out whatever it is asked, however often. */
export const carelessShop = shopMachine.provide({ guards: { isNew: () => true } });
// #endregion

// #region counting
/** Counts acknowledgements; the right one notes the names of the slaves. */
export const countingMaster = serverMachine.provide({
  actions: { note: noting((acknowledged, slave) => [...acknowledged, slave]) },
});
// #endregion

// #region chapter
export const retries: Chapter = {
  id: '04-retries',
  title: 'The master retries for ever',
  question: 'Messages get lost. Is it enough to send them again?',
  instances: [
    instance('messages may be lost', thoseWhoTryAgain('messages may be lost'), [
      holds(agreement),
      holds(theCopiesAgree),
      holds(validity),
      holds(whoStopsWritingIsDone),
      holds(progressIsPossible),
      holds(progressUnderStrongFairness),
      holds(decisionsAreCopiedUnderStrongFairness),
      holds(everyClientCanBeTold),
      fails(progressUnderWeakFairness),
    ]),
    instance('a careless shop', shopAndClients('a careless shop', { shop: carelessShop }), [
      fails(noOrderIsCarriedOutTwice),
    ]),
    instance('a careful shop', shopAndClients('a careful shop'), [
      holds(noOrderIsCarriedOutTwice),
      holds(progressUnderStrongFairness),
      holds(everyClientCanBeTold),
    ]),
    instance(
      'acknowledgements are counted',
      thoseWhoTryAgain('acknowledgements are counted', { server: countingMaster }),
      [fails(whoStopsWritingIsDone), fails(decisionsAreCopiedUnderStrongFairness)],
    ),
    instance('the master may stop', thoseWhoTryAgain('the master may stop', { stops: 1 }), [
      holds(agreement),
      holds(theCopiesAgree),
      holds(everyClientCanBeTold),
      fails(progressIsPossible),
      fails(progressUnderStrongFairness),
    ]),
  ],
};
// #endregion
