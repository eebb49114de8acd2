/** Exercise 1 of chapter 10, as a file that `synod check` takes: four slaves in two halves. */
// #region file
import { agreement } from '../01-one-server/claims.js';
import { fails, holds, instance } from '../chapter.js';
import { theMajoritySideCanDecide, theMinoritySideCanDecide } from './claims.js';
import { size, split } from './no-majority-no-progress.js';
import { splitRounds } from './split.js';

const inHalves = {
  ...split,
  sides: [
    ['s1', 's2'],
    ['s3', 's4'],
  ],
};

export default instance(
  '1. four slaves, two on each side',
  splitRounds('two and two', { ...size, slaves: 4 }, inHalves),
  [holds(agreement), fails(theMajoritySideCanDecide), fails(theMinoritySideCanDecide)],
);
// #endregion
