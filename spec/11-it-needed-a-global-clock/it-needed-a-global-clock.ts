/** Chapter 11: two masters, one round each, and no clock that begins and ends the rounds. */
import { agreement, everyClientCanBeTold } from '../01-one-server/claims.js';
import { twoMastersAtWork } from '../08-ask-a-majority/claims.js';
import { majorityOf } from '../08-ask-a-majority/rounds.js';
import { aMajorityInOneRoundSettlesIt, whatIsToldWasAgreed } from '../09-masters-keep-propagating/claims.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import { agreedOf } from './claims.js';
import { type OverlapSize, overlappingRounds } from './overlap.js';

// #region size
export const twoRounds: OverlapSize = { slaves: 3, requests: ['olives', 'wine'], rounds: 2 };
// #endregion

const agreed = agreedOf(majorityOf(twoRounds.slaves));

// #region chapter
export const itNeededAGlobalClock: Chapter = {
  id: '11-it-needed-a-global-clock',
  title: 'It needed a global clock',
  question: 'What if a round may still be going on when the next begins?',
  instances: [
    instance('two rounds that may overlap', overlappingRounds('overlapping rounds', twoRounds), [
      holds(twoMastersAtWork),
      holds(everyClientCanBeTold),
      holds(whatIsToldWasAgreed(agreed)),
      fails(aMajorityInOneRoundSettlesIt(agreed)),
      fails(agreement),
    ]),
  ],
};
// #endregion
