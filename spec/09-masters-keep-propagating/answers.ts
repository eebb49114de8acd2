/** The answers to the exercises of chapter 09, as models. */
import { step } from '#model/index.js';
import { agreement } from '../01-one-server/claims.js';
import { newWrites, type Slaves, type Writes } from '../08-ask-a-majority/claims.js';
import { masterMachine, masterSetup } from '../08-ask-a-majority/master.js';
import { majorityOf, rounds } from '../08-ask-a-majority/rounds.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { aMajoritySettlesIt } from './claims.js';
import threeRounds from './exercise-1.js';
import { size } from './masters-keep-propagating.js';

const majority = majorityOf(size.slaves);

const whatAllHaveIsSettled = step(
  'what every slave has stored, later masters write',
  (before: Slaves & Writes, after: Slaves & Writes) =>
    newWrites(before, after).every(
      ({ value }) =>
        before.slave.every(({ context }) => context.stored?.value === value) ||
        new Set(before.slave.map(({ context }) => context.stored?.value)).size > 1 ||
        before.slave.some(({ context }) => context.stored === null),
    ),
);

/** A master that tells its client before it writes, if all who answered stored the value in one and the same round. */
const masterThatTellsWhatOneRoundStored = masterMachine.provide({
  actions: {
    sendWrite: masterSetup.enqueueActions(({ context, enqueue }) => {
      const { answers, round, writes, request } = context;
      const [first, ...others] = Object.values(answers);
      const isAgreed = first && others.every((stored) => stored?.round === first.round);
      if (isAgreed) enqueue.emit({ type: 'decided', to: request!.client, value: writes! });
      enqueue.emit({ type: 'write', to: 'slave', round, value: writes! });
    }),
  },
});

export const answers: readonly Instance[] = [
  threeRounds,
  instance(
    '2. it tells what it has read from a majority of one round',
    rounds('told after reading', { ...size, rounds: 5 }, { master: masterThatTellsWhatOneRoundStored }),
    [holds(agreement)],
  ),
  instance('3. every slave has it', rounds('every slave has it', size), [
    holds(whatAllHaveIsSettled),
    fails(aMajoritySettlesIt(majority)),
  ]),
];

export default answers;
