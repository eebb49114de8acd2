/** Acceptors that make a mistake. */
import { assign } from 'xstate';
import { acceptorMachine } from '../acceptor.js';
import { aReadIsNeverStale, atMostOneHoldsALease } from '../claims.js';
import { oneAcceptor } from '../sizes.js';
import type { Row } from './row.js';

// #region promises
/** It promises whatever it has granted. */
export const promisesAllTheSame = acceptorMachine.provide({ guards: { isGrantedToNobodyElse: () => true } });
// #endregion

// #region forgets
/** It starts as if it had granted nothing. */
export const forgetsItsGrant = acceptorMachine.provide({ actions: { waitOneLease: assign({ left: 0 }) } });
// #endregion

export const acceptors: readonly Row[] = [
  {
    id: 'T2',
    mistake: 'an acceptor that does not wait until its grant has run out',
    rule: 'an acceptor that has granted a lease promises nothing to anybody else while it runs',
    consequence: 'The next leader decides while the last one still answers.',
    size: oneAcceptor,
    parts: { acceptor: promisesAllTheSame },
    falls: [aReadIsNeverStale, atMostOneHoldsALease],
  },
  {
    id: 'T12',
    mistake: 'an acceptor that forgets its grant in a crash',
    rule: 'an acceptor that starts again waits as long as a grant lasts',
    consequence: 'A crash ends the wait, and the leader knows nothing of it.',
    size: oneAcceptor,
    parts: { acceptor: forgetsItsGrant },
    falls: [aReadIsNeverStale, atMostOneHoldsALease],
  },
];
