/** The answers to the exercises of chapter 13, as models. */
import { agreement } from '../01-one-server/claims.js';
import { aClientCanBeTold } from '../12-promises-instead-of-a-clock/claims.js';
import { promisingSlaveMachine } from '../12-promises-instead-of-a-clock/slave.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { progressUnderStrongFairness, progressUnderWeakFairness } from './claims.js';
import { duel } from './duel.js';
import messagesTakeNoTime from './exercise-1.js';
import { persistentMaster } from './persistent.js';
import { one, sendingAgain, two } from './warring-proposers.js';

/** Masters that never give up, over a network that loses nothing; slaves answer at once, which keeps the search small. */
const neverGivingUp = {
  ...duel('never giving up', two, { master: persistentMaster }),
  instant: ['request', 'decided', 'answer', 'written'],
};

export const answers: readonly Instance[] = [
  messagesTakeNoTime,
  instance(
    '2. a slave answers each round once',
    duel('answering once', one, { ...sendingAgain, slave: promisingSlaveMachine }),
    [holds(agreement), fails(aClientCanBeTold), fails(progressUnderStrongFairness)],
  ),
  instance('3. nobody gives up', neverGivingUp, [holds(agreement), holds(progressUnderWeakFairness)]),
  instance(
    '3. nobody gives up, and a master may stop',
    { ...neverGivingUp, faults: { stops: { master: 1 } } },
    [holds(agreement), fails(aClientCanBeTold), fails(progressUnderStrongFairness)],
  ),
];

export default answers;
