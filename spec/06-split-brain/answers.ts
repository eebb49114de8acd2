/** Answers to the exercises of chapter 06. */
import { agreement, everyClientCanBeTold } from '../01-one-server/claims.js';
import { oneMasterAtATime, progressOnceDetected } from '../05-promotion/claims.js';
import { detectorMachine } from '../05-promotion/detector.js';
import { successors } from '../05-promotion/system.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import mastersThatWait from './exercise-2.js';

const two = { servers: ['s1', 's2'], mortal: [] };

/** 1 and 3. A detector that guesses about these servers, and is honest about all others. */
function guessingAbout(servers: readonly string[]) {
  return detectorMachine.provide({
    guards: {
      hasStopped: ({ context, event }) =>
        event.type === 'report' && (servers.includes(event.server) || context.stopped.includes(event.server)),
    },
  });
}

export const answers: readonly Instance[] = [
  instance(
    '1: wrong about the first of two servers',
    successors('the first of two', { ...two, detector: guessingAbout(['s1']) }),
    [holds(agreement), holds(progressOnceDetected), holds(everyClientCanBeTold), fails(oneMasterAtATime)],
  ),
  instance(
    '1: wrong about the first of three servers, of which two may stop',
    successors('the first of three', { detector: guessingAbout(['s1']) }),
    [holds(progressOnceDetected), holds(everyClientCanBeTold), fails(oneMasterAtATime), fails(agreement)],
  ),
  mastersThatWait,
  instance(
    '3: wrong about two of three servers, which all run',
    successors('two of three', { mortal: [], detector: guessingAbout(['s1', 's2']) }),
    [holds(progressOnceDetected), holds(everyClientCanBeTold), fails(oneMasterAtATime), fails(agreement)],
  ),
];

export default answers;
