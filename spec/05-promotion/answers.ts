/** Answers to the exercises of chapter 05. */
import { agreement, everyClientCanBeTold } from '../01-one-server/claims.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { answersWhenAllHaveIt, credulousSuccessor, replicatesFirst } from './attempts.js';
import { oneMasterAtATime, progressOnceDetected, theLastServerTakesOver } from './claims.js';
import { serverMachine } from './server.js';
import { successors } from './system.js';

/** 1. Slaves that refuse only the masters that they know to be down. */
const refusesTheDead = serverMachine.provide({
  guards: {
    isNotOutranked: ({ context, event }) => event.type !== 'write' || !context.down.includes(event.from),
  },
});

const two = { servers: ['s1', 's2'], mortal: ['s1'] };

export const answers: readonly Instance[] = [
  instance('1: slaves refuse the dead', successors('slaves refuse the dead', { server: refusesTheDead }), [
    holds(oneMasterAtATime),
    fails(agreement),
  ]),
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
