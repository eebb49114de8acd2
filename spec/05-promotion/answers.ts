/** Answers to the exercises of chapter 05. */
import { agreement, everyClientCanBeTold } from '../01-one-server/claims.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { answersWhenAllHaveIt, credulousSuccessor, replicatesFirst } from './attempts.js';
import { oneMasterAtATime, progressOnceDetected, theLastServerTakesOver } from './claims.js';
import slavesThatRefuseTheDead from './exercise-1.js';
import { successors } from './system.js';

const two = { servers: ['s1', 's2'], mortal: ['s1'] };

export const answers: readonly Instance[] = [
  slavesThatRefuseTheDead,
  instance('2: ranks alone', successors('ranks alone', { server: credulousSuccessor }), [
    holds(oneMasterAtATime),
    fails(agreement),
  ]),
  instance(
    '3: the second attempt, with two servers',
    successors('two', { ...two, server: answersWhenAllHaveIt }),
    [
      holds(agreement),
      holds(progressOnceDetected),
      holds(theLastServerTakesOver),
      holds(everyClientCanBeTold),
    ],
  ),
  instance('3: the third attempt, with two servers', successors('two', { ...two, server: replicatesFirst }), [
    holds(agreement),
    holds(progressOnceDetected),
    holds(theLastServerTakesOver),
    holds(everyClientCanBeTold),
  ]),
  instance(
    '3: the third attempt, with three servers and one stop',
    successors('one stop', { mortal: ['s1'], server: replicatesFirst }),
    [holds(agreement), holds(progressOnceDetected), holds(everyClientCanBeTold)],
  ),
];

export default answers;
