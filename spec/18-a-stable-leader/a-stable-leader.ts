/** Chapter 18: leaders that answer reads without asking anybody, and clocks that are wrong by a little, or by too much. */
import { type Chapter, fails, holds, instance } from '../chapter.js';
import {
  aCommandMayBeAnswered,
  agreement,
  aLeaseIsHandedOver,
  aReadIsNeverStale,
  aReadWhileAnotherPrepares,
  atMostOneHoldsALease,
  noLeaseIsRenewed,
} from './claims.js';
import { gallery } from './gallery.js';
import { withLeases, withLeasesApart } from './leases.js';
import { sendingAgain, theNextOneDecides } from './progress.js';
import { leadsAgain, releasing } from './release.js';
import { oneAcceptor, standingClock, threeAcceptors } from './sizes.js';

// #region chapter
export const aStableLeader: Chapter = {
  id: '18-a-stable-leader',
  title: 'A stable leader',
  question: 'Can a leader answer a question without asking anybody?',
  instances: [
    instance('three acceptors', withLeases('leases', threeAcceptors), [
      holds(agreement),
      holds(aReadIsNeverStale),
      holds(atMostOneHoldsALease),
      holds(aLeaseIsHandedOver),
      holds(aReadWhileAnotherPrepares),
      holds(aCommandMayBeAnswered),
    ]),
    instance('one acceptor, a longer lease', withLeasesApart('a longer lease', oneAcceptor), [
      holds(agreement),
      holds(aReadIsNeverStale),
      holds(atMostOneHoldsALease),
      holds(aLeaseIsHandedOver),
      holds(aReadWhileAnotherPrepares),
      holds(aCommandMayBeAnswered),
      fails(noLeaseIsRenewed),
    ]),
    instance('messages lost for good', sendingAgain('a leader that does nothing more'), [
      holds(agreement),
      holds(aReadIsNeverStale),
      holds(theNextOneDecides),
    ]),
    instance('leases that are given up', withLeasesApart('leases given up', leadsAgain, releasing()), [
      holds(agreement),
      holds(aReadIsNeverStale),
      holds(atMostOneHoldsALease),
      holds(aLeaseIsHandedOver),
    ]),
    instance('clocks that stand still', withLeasesApart('clocks that stand still', standingClock), [
      holds(agreement),
      fails(atMostOneHoldsALease),
      fails(aReadIsNeverStale),
    ]),
    ...gallery.map(({ instance }) => instance),
  ],
  gallery,
};
// #endregion
