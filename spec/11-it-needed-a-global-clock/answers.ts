/** The answers to the exercises of chapter 11, as models. */
import { agreement, everyClientCanBeTold } from '../01-one-server/claims.js';
import { masterMachine } from '../08-ask-a-majority/master.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import aNetworkThatLosesNothing from './exercise-1.js';
import { twoRounds } from './it-needed-a-global-clock.js';
import { overlappingRounds } from './overlap.js';

const masterThatAsksAll = masterMachine.provide({
  guards: { aMajorityAnswered: ({ context }) => Object.keys(context.answers).length >= twoRounds.slaves },
});

export const answers: readonly Instance[] = [
  aNetworkThatLosesNothing,
  instance(
    '2. a master waits for the answers of all',
    overlappingRounds('masters that ask all', twoRounds, { master: masterThatAsksAll }),
    [fails(agreement)],
  ),
  instance(
    '3. reading takes no time',
    { ...overlappingRounds('reading at once', twoRounds), instant: ['read', 'answer'] },
    [fails(agreement)],
  ),
  instance(
    '3. a whole round takes no time',
    {
      ...overlappingRounds('rounds at once', twoRounds),
      instant: ['read', 'answer', 'write', 'written'],
    },
    [holds(agreement), holds(everyClientCanBeTold)],
  ),
];

export default answers;
