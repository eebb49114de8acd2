/** Exercise 1 of chapter 07, as a file that `synod check` takes: the first writer wins. */
// #region file
import { agreement, everyClientCanBeTold, progressIsPossible } from '../01-one-server/claims.js';
import { fails, holds, instance } from '../chapter.js';
import { decidedStaysDecided } from './claims.js';
import { mastersAndSlaves } from './many-masters.js';
import { slaveMachine } from './slave.js';

/** A slave that has a value refuses all others. */
const faithful = slaveMachine.provide({
  guards: { isWelcome: ({ context, event }) => context.value === null || context.value === event.value },
});

export default instance(
  '1: the first writer wins',
  mastersAndSlaves('the first writer wins', { slave: faithful }),
  [holds(agreement), holds(decidedStaysDecided), holds(everyClientCanBeTold), fails(progressIsPossible)],
);
// #endregion
