/** The slave of chapter 08 with one action more: its answer is a promise. */
import { slaveContext, slaveSetup } from '../08-ask-a-majority/slave.js';

// #region slave
export const promisingSlaveMachine = slaveSetup
  .extend({
    actions: {
      promise: slaveSetup.assign({ lowest: ({ event }) => event.round }),
    },
  })
  .createMachine({
    id: 'slave',
    context: slaveContext,
    // #region rules
    on: {
      read: { guard: 'isAboveLowest', actions: ['promise', 'sendAnswer'] },
      write: { guard: 'isNotBelowLowest', actions: ['store', 'acknowledge'] },
    },
    // #endregion
  });
// #endregion

// #region ablation
/** A slave that answers and promises nothing. */
export const slaveWithoutPromise = promisingSlaveMachine.provide({
  actions: { promise: slaveSetup.assign({}) },
});
// #endregion
