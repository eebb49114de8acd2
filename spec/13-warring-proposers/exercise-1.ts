/** Exercise 1 of chapter 13, as a file that `synod check` takes: messages that take no time. */
// #region file
import { agreement } from '../01-one-server/claims.js';
import { holds, instance } from '../chapter.js';
import { progressUnderWeakFairness } from './claims.js';
import { duel } from './duel.js';
import { two } from './warring-proposers.js';

// Messages without delay take the place of being left alone and patient: a round is over before another begins.
export default instance(
  '1. messages take no time',
  { ...duel('at once', two), instant: ['request', 'decided', 'read', 'answer', 'write', 'written'] },
  [holds(agreement), holds(progressUnderWeakFairness)],
);
// #endregion
