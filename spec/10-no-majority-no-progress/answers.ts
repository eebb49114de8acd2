/** The answers to the exercises of chapter 10, as models. */
import { agreement } from '../01-one-server/claims.js';
import { slaveMachine } from '../08-ask-a-majority/slave.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { theMajoritySideCanDecide } from './claims.js';
import fourSlavesInHalves from './exercise-1.js';
import { size, split } from './no-majority-no-progress.js';
import { splitRounds } from './split.js';

const slaveOfOneMind = slaveMachine.provide({
  guards: {
    isNotBelowLowest: ({ context, event }) =>
      context.stored === null || (event.type === 'write' && event.value === context.stored.value),
  },
});

export const answers: readonly Instance[] = [
  fourSlavesInHalves,
  instance(
    '2. a slave never changes its mind',
    splitRounds('slaves of one mind', size, split, { slave: slaveOfOneMind }),
    [holds(agreement), fails(theMajoritySideCanDecide)],
  ),
];

export default answers;
