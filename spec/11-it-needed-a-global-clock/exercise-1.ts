/** Exercise 1 of chapter 11, as a file that `synod check` takes: a network that loses nothing and keeps order. */
// #region file
import { agreement } from '../01-one-server/claims.js';
import { fails, instance } from '../chapter.js';
import { twoRounds } from './it-needed-a-global-clock.js';
import { overlappingRounds } from './overlap.js';

export default instance(
  '1. nothing is lost, repeated or reordered',
  { ...overlappingRounds('a network that loses nothing', twoRounds), network: 'ordered' },
  [fails(agreement)],
);
// #endregion
