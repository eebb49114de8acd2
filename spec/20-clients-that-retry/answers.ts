/** The answers to the exercises of chapter 20, as models. */
import { fails, holds, type Instance, instance } from '../chapter.js';
import { welcomesTheEvicted } from './ablations.js';
import {
  appliedAtMostOnce,
  everyOrderCanBeServed,
  everyOrderCanEnd,
  theTableIsBounded,
  usersSeeOneShop,
} from './claims.js';
import type { ClientContext } from './client.js';
import { aReadIsNeverStale, durable, everyReadCanBeAnswered, quorumReads } from './quorum-reads.js';
import { oneReads } from './read-sizes.js';
import { serviceMachine, serviceSetup } from './service.js';
import { clientsThatRetry, type Size } from './system.js';

const threeOrders: Size = {
  orders: { c1: ['olives', 'bread', 'salt'] },
  window: 2,
  remembersWhatWasSeen: true,
};
const evicted: Size = { ...threeOrders, orders: { c1: ['olives', 'bread'] }, evictions: 1 };

/** 1. A client that has more requests under way than the service reckons with. */
const generous: Size = { ...threeOrders, window: 3, serviceWindow: 2 };

/** 1. A service that relies on its clients to keep to its window. */
const boundless = serviceMachine.provide({ guards: { isInTheWindow: () => true } });

/** 2. A service that says nothing where it does not know the session. */
const silent = serviceMachine.provide({ actions: { refuse: serviceSetup.assign({}) } });

/** 3. A service that keeps all answers for ever, and welcomes everybody. */
const forgetsNothing = welcomesTheEvicted.provide({
  actions: {
    dropAcknowledged: serviceSetup.assign({}),
    evict: serviceSetup.assign({
      sessions: ({ context, event }) =>
        context.sessions.filter(({ session }) => event.type !== 'evict' || session !== event.session),
    }),
  },
});

/** 4. A client that crashes once and restarts, and finds what it had written down. */
function crashing(name: string, durable: readonly (keyof ClientContext)[]) {
  const system = clientsThatRetry(name, threeOrders);
  const { roles, faults } = system;
  return {
    ...system,
    roles: { ...roles, client: { ...roles.client, durable } },
    faults: { restarts: { ...faults!.restarts, client: 1 } },
  };
}

/** 5. A replica that forgets in a crash what it voted. */
const withoutVotes = durable.filter((key) => key !== 'votes');

/** 6. A leader that stops for good. */
const stopping = quorumReads('a leader that stops', { ...oneReads, crashes: 0 });

export const answers: readonly Instance[] = [
  instance(
    '1. a client with a window of 3, a service with one of 2',
    clientsThatRetry('a window of 3', generous),
    [
      holds(appliedAtMostOnce),
      holds(usersSeeOneShop),
      holds(theTableIsBounded),
      holds(everyOrderCanBeServed),
    ],
  ),
  instance(
    '1. the same, and the service takes what is beyond its window',
    clientsThatRetry('no window', generous, { service: boundless }),
    [holds(appliedAtMostOnce), holds(usersSeeOneShop), fails(theTableIsBounded)],
  ),
  instance(
    '2. a service that is silent',
    clientsThatRetry('a silent service', evicted, { service: silent }),
    [holds(appliedAtMostOnce), holds(usersSeeOneShop), fails(everyOrderCanEnd)],
  ),
  instance(
    '3. nothing is forgotten, and everybody is welcome',
    clientsThatRetry('nothing is forgotten', evicted, { service: forgetsNothing }),
    [holds(appliedAtMostOnce), holds(usersSeeOneShop), fails(theTableIsBounded)],
  ),
  instance('4. a client that writes nothing down', crashing('nothing written down', ['orders']), [
    holds(appliedAtMostOnce),
    fails(usersSeeOneShop),
  ]),
  instance('4. a client that writes down its session', crashing('the session', ['orders', 'session']), [
    holds(appliedAtMostOnce),
    holds(usersSeeOneShop),
    holds(theTableIsBounded),
    holds(everyOrderCanEnd),
  ]),
  instance(
    '5. replicas that forget their votes',
    quorumReads('votes forgotten', oneReads, { durable: withoutVotes }),
    [fails(aReadIsNeverStale)],
  ),
  instance('6. a leader that stops', { ...stopping, faults: { stops: { leader: 1 } } }, [
    holds(aReadIsNeverStale),
    fails(everyReadCanBeAnswered),
  ]),
];

export default answers;
