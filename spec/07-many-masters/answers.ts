/** Answers to the exercises of chapter 07. */
import { agreement, everyClientCanBeTold, progressIsPossible, validity } from '../01-one-server/claims.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { decidedStaysDecided, decisionsDoNotComeBack } from './claims.js';
import theFirstWriterWins from './exercise-1.js';
import { lookingMastersAndSlaves } from './looking.js';
import { mastersAndSlaves } from './many-masters.js';
import { slaveMachine } from './slave.js';

/** 2. The writer of the highest rank wins. */
const ranking = slaveMachine.provide({
  guards: { isWelcome: ({ context, event }) => context.writer === null || event.from >= context.writer },
});

export const answers: readonly Instance[] = [
  theFirstWriterWins,
  instance('2: the highest rank wins', mastersAndSlaves('the highest rank wins', { slave: ranking }), [
    holds(decisionsDoNotComeBack),
    holds(everyClientCanBeTold),
    fails(decidedStaysDecided),
    fails(agreement),
  ]),
  instance('3: masters that look first', lookingMastersAndSlaves('masters that look first'), [
    holds(validity),
    holds(progressIsPossible),
    holds(everyClientCanBeTold),
    fails(agreement),
  ]),
];

export default answers;
