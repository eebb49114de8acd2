/** Answers to the exercises of chapter 07. */
import { agreement, everyClientCanBeTold, progressIsPossible, validity } from '../01-one-server/claims.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { decidedStaysDecided, decisionsDoNotComeBack } from './claims.js';
import { lookingMastersAndSlaves } from './looking.js';
import { mastersAndSlaves } from './many-masters.js';
import { slaveMachine } from './slave.js';

/** 1. The first writer wins. */
const faithful = slaveMachine.provide({
  guards: { isWelcome: ({ context, event }) => context.value === null || context.value === event.value },
});

/** 2. The writer of the highest rank wins. */
const ranking = slaveMachine.provide({
  guards: { isWelcome: ({ context, event }) => context.writer === null || event.from >= context.writer },
});

export const answers: readonly Instance[] = [
  instance('1: the first writer wins', mastersAndSlaves('the first writer wins', { slave: faithful }), [
    holds(agreement),
    holds(decidedStaysDecided),
    holds(everyClientCanBeTold),
    fails(progressIsPossible),
  ]),
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
