/** Chapter 10: one master with one slave, the other with two, and nothing comes through between them. */
import { agreement, everyClientCanBeTold } from '../01-one-server/claims.js';
import { majorityOf, type Size } from '../08-ask-a-majority/rounds.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import {
  theMajoritySideCanDecide,
  theMajoritySideWrites,
  theMinoritySideCanDecide,
  theMinoritySideWaits,
} from './claims.js';
import { healingRounds, reach, type Split, splitMaster, splitRounds } from './split.js';

// #region size
/** Rounds of m1, m2, m1, m2, the last without end. In the last two, each master is cut off from the other side. */
export const size: Size = { slaves: 3, requests: ['olives', 'wine'], rounds: 4 };
export const split: Split = { sides: [['s1'], ['s2', 's3']], fromRound: 3 };
// #endregion

// #region ablation
/** A master that takes those it cannot reach for dead, and asks for a majority of the others. */
export const masterThatCountsItsOwnSide = splitMaster(split).provide({
  guards: {
    aMajorityAnswered: ({ context }) =>
      Object.keys(context.answers).length >= majorityOf(reach(context, split).length),
    aMajorityAcknowledged: ({ context }) =>
      context.acknowledged.length >= majorityOf(reach(context, split).length),
  },
});
// #endregion

// #region chapter
export const noMajorityNoProgress: Chapter = {
  id: '10-no-majority-no-progress',
  title: 'No majority, no progress',
  question: 'What happens to those who cannot reach a majority?',
  instances: [
    instance('split for good before round 3', splitRounds('a split', size, split), [
      holds(agreement),
      holds(theMajoritySideCanDecide),
      holds(theMajoritySideWrites(split.fromRound)),
      holds(theMinoritySideWaits(split.fromRound)),
      fails(theMinoritySideCanDecide),
    ]),
    instance(
      'a split that heals, three rounds',
      healingRounds('a split that heals', { ...size, rounds: 3 }, [
        ['c1', 'm1', 's1'],
        ['c2', 'm2', 's2', 's3'],
      ]),
      [holds(agreement), holds(theMinoritySideCanDecide), holds(everyClientCanBeTold)],
    ),
    instance(
      'a majority of its own side is enough',
      splitRounds('a split', size, split, { master: masterThatCountsItsOwnSide }),
      [fails(agreement)],
    ),
  ],
};
// #endregion
