/** Chapter 12: the masters and rounds of chapter 11, and slaves that promise. */
import { agreement, everyClientCanBeTold, validity } from '../01-one-server/claims.js';
import { aMasterWritesAnothersValue, twoMastersAtWork } from '../08-ask-a-majority/claims.js';
import { majorityOf, type Size } from '../08-ask-a-majority/rounds.js';
import {
  aMajorityAgreesTwice,
  aMajorityInOneRoundSettlesIt,
  oneValuePerRound,
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

/** By role, the keys of its context that are durable. */
export interface Disks {
  readonly master: readonly string[];
  readonly slave: readonly string[];
}

/** By role, how often its participants may crash and restart in all. */
export type Restarts = NonNullable<Size['restarts']>;

// #region restarts
/** What is on the disks: whatever must outlive a crash. */
export const disks: Disks = { master: ['round'], slave: ['stored', 'lowest'] };

/** Participants of the roles named may crash, so many times in all, and find on their disks what is kept there. */
export function restarting(name: string, restarts: Restarts, { master, slave }: Disks = disks) {
  const system = overlappingRounds(name, twoRounds, { slave: promisingSlaveMachine });
  const { roles } = system;
  return {
    ...system,
    faults: { restarts },
    roles: {
      ...roles,
      master: { ...roles.master, durable: master },
      slave: { ...roles.slave, durable: slave },
    },
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
    instance('two rounds, slaves may restart', restarting('promises on disk', { slave: Infinity }), [
      holds(agreement),
      holds(aMajorityInOneRoundSettlesIt(agreed)),
      holds(everyClientCanBeTold),
    ]),
    instance(
      'two rounds, masters and slaves may restart',
      restarting('rounds on disk', { master: Infinity, slave: Infinity }),
      [
        holds(agreement),
        holds(oneValuePerRound),
        holds(aMajorityInOneRoundSettlesIt(agreed)),
        holds(everyClientCanBeTold),
      ],
    ),
    instance(
      'two rounds, a master that restarts forgets its round',
      restarting('rounds in memory', { master: 1 }, { ...disks, master: [] }),
      [fails(oneValuePerRound), fails(agreement)],
    ),
    instance(
      'two rounds, without the promise',
      overlappingRounds('no promises', twoRounds, { slave: slaveWithoutPromise }),
      [fails(aMajorityInOneRoundSettlesIt(agreed)), fails(agreement)],
    ),
  ],
};
// #endregion
