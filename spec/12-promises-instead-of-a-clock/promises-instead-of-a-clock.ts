/** Chapter 12: the masters and rounds of chapter 11, and slaves that promise. */
import { agreement, everyClientCanBeTold, validity } from '../01-one-server/claims.js';
import { aMasterWritesAnothersValue, twoMastersAtWork } from '../08-ask-a-majority/claims.js';
import { majorityOf } from '../08-ask-a-majority/rounds.js';
import {
  aMajorityAgreesTwice,
  aMajorityInOneRoundSettlesIt,
  whatIsToldWasAgreed,
} from '../09-masters-keep-propagating/claims.js';
import { agreedOf } from '../11-it-needed-a-global-clock/claims.js';
import { twoRounds } from '../11-it-needed-a-global-clock/it-needed-a-global-clock.js';
import { type OverlapSize, overlappingRounds } from '../11-it-needed-a-global-clock/overlap.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import { aClientCanBeTold, noWriteIsInVain } from './claims.js';
import { promisingSlaveMachine, slaveWithoutPromise } from './slave.js';

// #region size
/** Rounds 1 and 3 are those of m1, round 2 is that of m2. */
export const threeRounds: OverlapSize = { ...twoRounds, rounds: 3 };
// #endregion

// #region restarts
/** Any slave may crash and restart, so often in all, and finds on its disk what is kept there. */
export function slavesThatRestart(name: string, durable: readonly string[], times = Infinity) {
  const system = overlappingRounds(name, twoRounds, { slave: promisingSlaveMachine });
  const { roles } = system;
  return {
    ...system,
    faults: { restarts: { slave: times } },
    roles: { ...roles, slave: { ...roles.slave, durable } },
  };
}
// #endregion

const majority = majorityOf(threeRounds.slaves);
const agreed = agreedOf(majority);

// #region chapter
export const promisesInsteadOfAClock: Chapter = {
  id: '12-promises-instead-of-a-clock',
  title: 'Promises instead of a clock',
  question: 'How can an answer still be worth something when it arrives?',
  instances: [
    instance(
      'two rounds, as before',
      overlappingRounds('promises', twoRounds, { slave: promisingSlaveMachine }),
      [
        holds(agreement),
        holds(aMajorityInOneRoundSettlesIt(agreed)),
        holds(everyClientCanBeTold),
        holds(aClientCanBeTold),
        fails(noWriteIsInVain(majority)),
      ],
    ),
    instance('three rounds', overlappingRounds('promises', threeRounds, { slave: promisingSlaveMachine }), [
      holds(agreement),
      holds(validity),
      holds(whatIsToldWasAgreed(agreed)),
      holds(aMajorityInOneRoundSettlesIt(agreed)),
      holds(aMajorityAgreesTwice(agreed)),
      holds(aMasterWritesAnothersValue),
      holds(twoMastersAtWork),
      holds(everyClientCanBeTold),
    ]),
    instance('two rounds, slaves may restart', slavesThatRestart('promises on disk', ['stored', 'lowest']), [
      holds(agreement),
      holds(aMajorityInOneRoundSettlesIt(agreed)),
      holds(everyClientCanBeTold),
    ]),
    instance(
      'two rounds, without the promise',
      overlappingRounds('no promises', twoRounds, { slave: slaveWithoutPromise }),
      [fails(aMajorityInOneRoundSettlesIt(agreed)), fails(agreement)],
    ),
  ],
};
// #endregion
