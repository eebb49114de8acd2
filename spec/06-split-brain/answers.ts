/** Answers to the exercises of chapter 06. */
import { agreement, everyClientCanBeTold, progressIsPossible } from '../01-one-server/claims.js';
import { oneMasterAtATime, progressOnceDetected } from '../05-promotion/claims.js';
import { detectorMachine } from '../05-promotion/detector.js';
import { serverMachine } from '../05-promotion/server.js';
import { successors } from '../05-promotion/system.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { guessingDetector } from './split-brain.js';

const two = { servers: ['s1', 's2'], mortal: [] };

/** 1. A detector that guesses about the first server only. */
const guessingAboutTheFirst = detectorMachine.provide({
  guards: {
    hasStopped: ({ context, event }) =>
      event.type === 'report' &&
      (event.server === context.servers[0] || context.stopped.includes(event.server)),
  },
});

/** 3. Servers that wait for every slave, whatever the detector says. */
const waitingServer = serverMachine.provide({
  guards: {
    everySlaveAliveHasIt: ({ context: { id, servers, acknowledged } }) =>
      servers.every((server) => server === id || acknowledged.includes(server)),
  },
});

export const answers: readonly Instance[] = [
  instance('1: wrong about the master only', successors('x', { ...two, detector: guessingAboutTheFirst }), [
    holds(agreement),
    holds(progressOnceDetected),
    holds(everyClientCanBeTold),
    fails(oneMasterAtATime),
  ]),
  instance('1: wrong about the master only, three', successors('x', { detector: guessingAboutTheFirst }), [
    holds(progressOnceDetected),
    holds(everyClientCanBeTold),
    fails(oneMasterAtATime),
    fails(agreement),
  ]),
  instance(
    '2: servers wait',
    successors('x', { ...two, detector: guessingDetector, server: waitingServer }),
    [holds(agreement), holds(everyClientCanBeTold), fails(oneMasterAtATime), fails(progressIsPossible)],
  ),
  instance(
    '2: servers wait, three',
    successors('x', { mortal: [], detector: guessingDetector, server: waitingServer }),
    [holds(agreement), holds(everyClientCanBeTold), fails(oneMasterAtATime), fails(progressIsPossible)],
  ),
];
