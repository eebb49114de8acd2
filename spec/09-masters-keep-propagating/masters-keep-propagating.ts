/** Chapter 09: the sentence that carries the proof, and the one that sounds like it. */
import { agreement } from '../01-one-server/claims.js';
import { majorityOf, rounds, type Size } from '../08-ask-a-majority/rounds.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import { masterThatTellsWhatItRead, masterThatWritesAnyAnswer } from './ablations.js';
import {
  aMajorityAgreesTwice,
  aMajorityInOneRoundSettlesIt,
  aMajorityOfSeveralRounds,
  aMajoritySettlesIt,
  oneValuePerRound,
  whatIsToldWasAgreed,
} from './claims.js';
import { agreedIn } from './history.js';
import { type RememberedState, roundsRemembered } from './rounds.js';

// #region size
/** Rounds of m1, m2, m1 and m2: in three the two sentences cannot be told apart. */
export const size: Size = { slaves: 3, requests: ['olives', 'wine'], rounds: 4 };
// #endregion

const majority = majorityOf(size.slaves);
const agreed = ({ history }: RememberedState) => agreedIn(history.stored, majority);

// #region chapter
export const mastersKeepPropagating: Chapter = {
  id: '09-masters-keep-propagating',
  title: 'Once a majority agrees, masters keep propagating',
  question: 'From which moment on can a value not be lost any more?',
  instances: [
    instance('four rounds', roundsRemembered('rounds, remembered', size), [
      holds(aMajorityInOneRoundSettlesIt(agreed)),
      holds(whatIsToldWasAgreed(agreed)),
      holds(oneValuePerRound),
      holds(agreement),
      holds(aMajorityAgreesTwice(agreed)),
      holds(aMajorityOfSeveralRounds(majority)),
      fails(aMajoritySettlesIt(majority)),
    ]),
    instance(
      'it tells what it has read from a majority',
      rounds('rounds', { ...size, rounds: 5 }, { master: masterThatTellsWhatItRead }),
      [fails(agreement)],
    ),
    instance(
      'it writes any answer, not the one of the highest round',
      roundsRemembered('rounds', size, { master: masterThatWritesAnyAnswer }),
      [fails(aMajorityInOneRoundSettlesIt(agreed)), fails(agreement)],
    ),
  ],
};
// #endregion
