/** Chapter 05: when the master is down, a slave takes its place. */
import { agreement, everyClientCanBeTold, progressIsPossible, validity } from '../01-one-server/claims.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import { answersAtOnce, answersWhenAllHaveIt, replicatesFirst } from './attempts.js';
import {
  oneMasterAtATime,
  onlyTheDeadAreReported,
  progressOnceDetected,
  progressUndetected,
  theLastServerTakesOver,
} from './claims.js';
import { successors } from './system.js';

// #region chapter
export const promotion: Chapter = {
  id: '05-promotion',
  title: 'Promote a slave when the master fails',
  question: 'When the master stops, can a slave take its place?',
  instances: [
    instance('masters answer at once', successors('masters answer at once', { server: answersAtOnce }), [
      holds(onlyTheDeadAreReported),
      holds(oneMasterAtATime),
      holds(progressOnceDetected),
      fails(agreement),
    ]),
    instance(
      'masters answer when every slave alive has it',
      successors('masters answer when every slave alive has it', { server: answersWhenAllHaveIt }),
      [holds(oneMasterAtATime), holds(progressOnceDetected), fails(agreement)],
    ),
    instance(
      'and successors replicate first',
      successors('and successors replicate first', { server: replicatesFirst }),
      [holds(oneMasterAtATime), holds(progressOnceDetected), fails(agreement)],
    ),
    instance('and slaves refuse lower ranks', successors('and slaves refuse lower ranks'), [
      holds(agreement),
      holds(validity),
      holds(onlyTheDeadAreReported),
      holds(oneMasterAtATime),
      holds(progressIsPossible),
      holds(progressOnceDetected),
      holds(theLastServerTakesOver),
      holds(everyClientCanBeTold),
    ]),
    instance(
      'the same over a network that loses and repeats',
      successors('the same over a network that loses and repeats', { network: 'lossy' }),
      [
        holds(agreement),
        holds(validity),
        holds(oneMasterAtATime),
        holds(progressIsPossible),
        holds(theLastServerTakesOver),
        holds(everyClientCanBeTold),
      ],
    ),
    instance('a slave may be down', successors('a slave may be down', { mortal: ['s3'] }), [
      holds(agreement),
      holds(progressOnceDetected),
      holds(everyClientCanBeTold),
      fails(progressUndetected),
    ]),
  ],
};
// #endregion
