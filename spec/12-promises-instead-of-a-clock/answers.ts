/** The answers to the exercises of chapter 12, as models. */
import { assertEvent } from 'xstate';
import { agreement } from '../01-one-server/claims.js';
import { choosing, masterMachine } from '../08-ask-a-majority/master.js';
import { slaveSetup } from '../08-ask-a-majority/slave.js';
import { twoRounds } from '../11-it-needed-a-global-clock/it-needed-a-global-clock.js';
import { type OverlapSize, overlappingRounds } from '../11-it-needed-a-global-clock/overlap.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import aPromiseIsLost from './exercise-1.js';
import { threeRounds } from './promises-instead-of-a-clock.js';
import { promisingSlaveMachine } from './slave.js';

const slave = promisingSlaveMachine;

const masterOfItsOwnMind = masterMachine.provide({
  actions: { choose: choosing(({ request }) => request!.value) },
});

/** A slave that promises when it answers, but not when it stores. To keep the search small, its messages take no time. */
function storingWithoutPromise(name: string, size: OverlapSize) {
  const careless = promisingSlaveMachine.provide({
    actions: {
      store: slaveSetup.assign({
        stored: ({ event }) => {
          assertEvent(event, 'write');
          return { round: event.round, value: event.value };
        },
      }),
    },
  });
  return { ...overlappingRounds(name, size, { slave: careless }), instant: ['answer', 'written'] };
}

export const answers: readonly Instance[] = [
  aPromiseIsLost,
  instance(
    '2. slaves promise, and masters write what their clients want',
    overlappingRounds('masters that do not listen', twoRounds, { slave, master: masterOfItsOwnMind }),
    [fails(agreement)],
  ),
  instance(
    '3. to store is no promise, two rounds',
    storingWithoutPromise('stored without a promise', twoRounds),
    [holds(agreement)],
  ),
  // A late write of a lower round takes the place of a later one in some slave; the third round's master reads it.
  instance(
    '3. to store is no promise, three rounds',
    storingWithoutPromise('stored without a promise', threeRounds),
    [fails(agreement)],
  ),
];

export default answers;
