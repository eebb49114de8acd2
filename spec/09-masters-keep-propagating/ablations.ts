/** A short cut that follows from the loose sentence, and a rule that the exact one needs. */

import { anyAnswer } from '../08-ask-a-majority/ablations.js';
import { choosing, masterMachine, masterSetup } from '../08-ask-a-majority/master.js';

// #region tells
/** A master that tells its client before it writes, if all who answered have stored the same value. */
export const masterThatTellsWhatItRead = masterMachine.provide({
  actions: {
    sendWrite: masterSetup.enqueueActions(({ context, enqueue }) => {
      const { answers, round, writes, request } = context;
      const isHeldByAll = Object.values(answers).every((stored) => stored?.value === writes);
      if (isHeldByAll) enqueue.emit({ type: 'decided', to: request!.client, value: writes! });
      enqueue.emit({ type: 'write', to: 'slave', round, value: writes! });
    }),
  },
});
// #endregion

/** A master that takes any answer for the latest. */
export const masterThatWritesAnyAnswer = masterMachine.provide({ actions: { choose: choosing(anyAnswer) } });
