/** The answers to the exercises of chapter 08, as models. */
import { agreement, everyClientCanBeTold } from '../01-one-server/claims.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { size } from './ask-a-majority.js';
import { rounds } from './rounds.js';
import { slaveMachine } from './slave.js';

/** Rounds in which a slave may restart, and keeps nothing on disk. */
function forgetful(many: number) {
  const system = rounds('slaves that forget', { ...size, rounds: many, restarts: { slave: 1 } });
  const { roles } = system;
  return { ...system, roles: { ...roles, slave: { ...roles.slave, durable: [] } } };
}

const slaveThatRefusesNothing = slaveMachine.provide({
  guards: { isAboveLowest: () => true, isNotBelowLowest: () => true },
});

export const answers: readonly Instance[] = [
  instance('1. a slave that restarts has forgotten what it stored, one round', forgetful(1), [
    holds(agreement),
  ]),
  instance('1. a slave that restarts has forgotten what it stored, two rounds', forgetful(2), [
    fails(agreement),
  ]),
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
