/** Chapter 20: a state machine behind a log, clients that retry, sessions, what a snapshot must hold, and reads without a decree. */
import { type Chapter, fails, holds, instance } from '../chapter.js';
import {
  anAnswerIsForgotten,
  answersAreRight,
  appliedAtMostOnce,
  aRefusalIsTheLastWord,
  aRefusedOrderWasNotTaken,
  aRefusedOrderWasTaken,
  aRetryIsAnsweredFromTheTable,
  aRetryIsRefused,
  everyOrderCanBeServed,
  everyOrderCanEnd,
  everyOrderIsServed,
  nobodyIsRefused,
  theSecondIsTakenFirst,
  theTableIsBounded,
  usersSeeOneShop,
} from './claims.js';
import { gallery } from './gallery.js';
import {
  aReadIsAnsweredMeanwhile,
  aReadIsNeverStale,
  aReadWaits,
  aReadWaitsBehindAHole,
  everyReadCanBeAnswered,
  quorumReads,
} from './quorum-reads.js';
import { fourReplicas, readsTwice, twoOrders, twoRead } from './read-sizes.js';
import { clientsThatRetry, type Size } from './system.js';

// #region sizes
/** Three orders in a window of two: the third cannot be sent before the first is answered. */
export const threeOrders: Size = {
  orders: { c1: ['olives', 'bread', 'salt'], c2: ['wine'] },
  window: 2,
  remembersWhatWasSeen: true,
  remembersAnswers: true,
};

/** The first session may be evicted, whosever it is. Later ones are safe, so that everybody comes to an end. */
export const oneEviction: Size = {
  orders: { c1: ['olives', 'bread'], c2: ['wine'] },
  window: 2,
  evictions: 1,
  remembersWhatWasSeen: true,
};

/** Messages get lost, and none comes twice unless it is sent twice. */
export const twoThatLose: Size = {
  orders: { c1: ['olives', 'bread'], c2: ['wine'] },
  window: 2,
  network: 'lossy-set',
};
// #endregion

// #region chapter
export const clientsWhoRetry: Chapter = {
  id: '20-clients-that-retry',
  title: 'State machines and clients that retry',
  question: 'The log decides what is done and in which order. What if a client asks twice?',
  instances: [
    instance('three orders and one, window 2', clientsThatRetry('clients that retry', threeOrders), [
      holds(appliedAtMostOnce),
      holds(answersAreRight),
      holds(usersSeeOneShop),
      holds(theTableIsBounded),
      holds(nobodyIsRefused),
      holds(everyOrderCanBeServed),
      holds(aRetryIsAnsweredFromTheTable),
      holds(theSecondIsTakenFirst),
      holds(anAnswerIsForgotten),
    ]),
    instance('a session may be evicted', clientsThatRetry('a session that ends', oneEviction), [
      holds(appliedAtMostOnce),
      holds(answersAreRight),
      holds(usersSeeOneShop),
      holds(theTableIsBounded),
      holds(aRefusalIsTheLastWord),
      holds(everyOrderCanEnd),
      holds(aRetryIsRefused),
      holds(aRefusedOrderWasTaken),
      holds(aRefusedOrderWasNotTaken),
      fails(everyOrderCanBeServed),
    ]),
    instance('a network that only loses', clientsThatRetry('messages that get lost', twoThatLose), [
      holds(appliedAtMostOnce),
      holds(everyOrderIsServed),
    ]),
    instance('reads by two of three replicas', quorumReads('reads by two', twoRead), [
      holds(aReadIsNeverStale),
      holds(aReadIsAnsweredMeanwhile),
      holds(aReadWaits),
    ]),
    instance('two reads by one', quorumReads('two reads by one', readsTwice), [holds(aReadIsNeverStale)]),
    instance('two orders and a read', quorumReads('two orders and a read', twoOrders), [
      holds(aReadIsNeverStale),
      holds(everyReadCanBeAnswered),
      holds(aReadWaitsBehindAHole),
    ]),
    instance('a read of four replicas, two of which decide', quorumReads('quorums of 3 + 2', fourReplicas), [
      holds(aReadIsNeverStale),
    ]),
    ...gallery.map(({ instance }) => instance),
  ],
  gallery,
};
// #endregion
