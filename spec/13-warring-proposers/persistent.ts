/** A master that sends again instead of giving its round up, and slaves that answer again. */
import { slaveContext, slaveSetup } from '../08-ask-a-majority/slave.js';
import { firstContext, masterActions } from './master.js';

// #region master
/** At a timeout it sends again what it sent last in its round. */
export const persistentMaster = masterActions.createMachine({
  id: 'master',
  context: firstContext,
  initial: 'resting',
  on: { request: { actions: 'takeRequest' } },
  states: {
    resting: {
      on: { begin: { guard: 'wasAsked', target: 'reading', actions: ['takeRound', 'sendRead'] } },
    },
    reading: {
      on: {
        answer: { guard: 'isOfThisRound', actions: 'keepAnswer' },
        timeout: { actions: 'sendRead' },
      },
      always: { guard: 'aMajorityAnswered', target: 'writing', actions: ['choose', 'sendWrite'] },
    },
    writing: {
      on: {
        written: { guard: 'isOfThisRound', actions: 'countAcknowledgement' },
        timeout: { actions: 'sendWrite' },
      },
      always: { guard: 'aMajorityAcknowledged', target: 'done', actions: ['sendDecided', 'forgetRound'] },
    },
    done: {},
  },
});
// #endregion

// #region slave
/** The slave of chapter 12, except that it also answers a read of the round it has promised: its answer may have been lost. */
export const patientSlave = slaveSetup
  .extend({
    actions: { promise: slaveSetup.assign({ lowest: ({ event }) => event.round }) },
  })
  .createMachine({
    id: 'slave',
    context: slaveContext,
    on: {
      read: { guard: 'isNotBelowLowest', actions: ['promise', 'sendAnswer'] },
      write: { guard: 'isNotBelowLowest', actions: ['store', 'acknowledge'] },
    },
  });
// #endregion
