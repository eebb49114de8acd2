/** Margins that are too small for the clocks, and clocks that are too bad for any margin. */
import { aReadIsNeverStale, atMostOneHoldsALease } from '../claims.js';
import type { LeaseSize } from '../size.js';
import { oneAcceptor, standingClock } from '../sizes.js';
import type { Row } from './row.js';

// #region margins
const noMargin: LeaseSize = { ...oneAcceptor, margin: 0 };
const marginForOneClock: LeaseSize = { ...oneAcceptor, margin: 1 };
const beyondTheBound: LeaseSize = { ...oneAcceptor, drift: { misses: 2, gains: 1 } };
// #endregion

export const clocks: readonly Row[] = [
  {
    id: 'T5',
    mistake: 'a lease that is equally long for both sides',
    rule: 'a lease is longer for those who grant it, by as much as clocks may drift apart meanwhile',
    consequence: 'The clock that grants is faster than the one that counts on it.',
    size: noMargin,
    falls: [aReadIsNeverStale, atMostOneHoldsALease],
  },
  {
    id: 'T5',
    mistake: 'a margin that reckons with one wrong clock',
    rule: 'one clock may be slow and the other one fast: the margin is for both errors',
    consequence: 'Both are wrong within the bound, and together more than the margin.',
    size: marginForOneClock,
    falls: [aReadIsNeverStale, atMostOneHoldsALease],
  },
  {
    id: 'T5',
    mistake: 'clocks that drift apart by more than the bound',
    rule: 'no clock is wrong by more than the margin reckons with',
    consequence: 'Nobody did anything wrong but the clock.',
    size: beyondTheBound,
    falls: [aReadIsNeverStale, atMostOneHoldsALease],
  },
  {
    id: 'T17',
    mistake: 'a leader whose clock stood still while the others went on',
    rule: 'a clock that counts leases goes on while its computer sleeps',
    consequence: 'It wakes up with a lease that ran out long ago.',
    size: standingClock,
    falls: [aReadIsNeverStale, atMostOneHoldsALease],
  },
];
