/** Answers to the exercises of chapter 03. */
import { leadsTo } from '#model/index.js';
import {
  agreement,
  everyClientIsTold,
  progress,
  type WithClients,
  whatIsSentArrives,
} from '../01-one-server/claims.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { aSlaveCanAnswer, everySlaveHasIt, theCopiesAgree, type WithSlaves } from './claims.js';
import messagesComeAgain from './exercise-2.js';
import { masterAndSlaves } from './one-master.js';
import { serverMachine } from './server.js';

/** 1. A slave that decides when it is asked first. */
const eager = serverMachine.provide({ guards: { isMaster: () => true } });

/** 3. The slaves can do without the master once they have the value. */
const copiesAnswer = leadsTo(
  'once every slave has it, every client is told',
  (state: WithSlaves & WithClients) => everySlaveHasIt(state),
  (state) => everyClientIsTold(state),
  whatIsSentArrives,
);

export const answers: readonly Instance[] = [
  instance('1: slaves that decide too', masterAndSlaves('eager slaves', { slave: eager }), [
    fails(theCopiesAgree),
    fails(agreement),
  ]),
  messagesComeAgain,
  instance('3: the master may stop', masterAndSlaves('a master that may stop', { stops: 1 }), [
    holds(agreement),
    fails(progress),
    holds(copiesAnswer),
    holds(aSlaveCanAnswer),
  ]),
];

export default answers;
