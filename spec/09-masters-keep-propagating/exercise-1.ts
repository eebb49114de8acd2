/** Exercise 1 of chapter 09, as a file that `synod check` takes: three rounds instead of four. */
// #region file
import { majorityOf, rounds } from '../08-ask-a-majority/rounds.js';
import { holds, instance } from '../chapter.js';
import { aMajorityOfSeveralRounds, aMajoritySettlesIt } from './claims.js';
import { size } from './masters-keep-propagating.js';

const majority = majorityOf(size.slaves);

// A majority can have a value from different rounds after three; a fourth undoes it.
export default instance('1. three rounds', rounds('three rounds', { ...size, rounds: 3 }), [
  holds(aMajoritySettlesIt(majority)),
  holds(aMajorityOfSeveralRounds(majority)),
]);
// #endregion
