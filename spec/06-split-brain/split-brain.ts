/** Chapter 06: a detector that guesses, and servers that believe it. */
import { agreement, everyClientCanBeTold, progressIsPossible, validity } from '../01-one-server/claims.js';
import {
  oneMasterAtATime,
  onlyTheDeadAreReported,
  progressOnceDetected,
  progressUndetected,
} from '../05-promotion/claims.js';
import { detectorMachine } from '../05-promotion/detector.js';
import { successors } from '../05-promotion/system.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';

// #region detector
/** It may report any server, stopped or not: a slow server looks like a dead one. */
export const guessingDetector = detectorMachine.provide({ guards: { hasStopped: () => true } });
// #endregion

// #region system
export const twoServers = successors('two servers', {
  servers: ['s1', 's2'],
  mortal: ['s1'],
  detector: guessingDetector,
});
// #endregion

// #region chapter
export const splitBrain: Chapter = {
  id: '06-split-brain',
  title: 'Split brain',
  question: 'How does one know that the master is down?',
  instances: [
    instance('two servers', twoServers, [
      holds(validity),
      holds(progressIsPossible),
      holds(progressOnceDetected),
      holds(everyClientCanBeTold),
      fails(progressUndetected),
      fails(onlyTheDeadAreReported),
      fails(oneMasterAtATime),
      fails(agreement),
    ]),
    instance('three servers', successors('three servers', { mortal: ['s1'], detector: guessingDetector }), [
      holds(validity),
      holds(progressOnceDetected),
      fails(oneMasterAtATime),
      fails(agreement),
    ]),
  ],
};
// #endregion
