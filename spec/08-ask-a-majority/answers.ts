/** The answers to the exercises of chapter 08, as models. */
import { agreement, everyClientCanBeTold } from '../01-one-server/claims.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { size } from './ask-a-majority.js';
import slavesThatForget from './exercise-1.js';
import { rounds } from './rounds.js';
import { slaveMachine } from './slave.js';

const slaveThatRefusesNothing = slaveMachine.provide({
  guards: { isAboveLowest: () => true, isNotBelowLowest: () => true },
});

export const answers: readonly Instance[] = [
  ...slavesThatForget,
  instance(
    '2. four slaves, and two are taken for a majority',
    rounds('half is enough', { ...size, slaves: 4, majority: 2 }),
    [fails(agreement)],
  ),
  instance(
    '3. a slave refuses nothing',
    rounds('slaves that refuse nothing', size, { slave: slaveThatRefusesNothing }),
    [holds(agreement), holds(everyClientCanBeTold)],
  ),
];

export default answers;
