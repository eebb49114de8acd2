/** Ways to promote a slave that come to mind first: the right server without one or more of its rules. */
import { serverMachine, takingOver } from './server.js';

/** Believes that what it has, every slave has. */
const credulous = takingOver(({ value, servers }) => (value === null ? [] : servers));

// #region attempts
/** Whoever is master answers as soon as it has a value, and slaves store what they are sent. */
export const answersAtOnce = serverMachine.provide({
  guards: { everySlaveAliveHasIt: () => true, isNotOutranked: () => true },
});

/** The obvious mend: a master answers when every slave alive has the value. One that is promoted already has it. */
export const answersWhenAllHaveIt = serverMachine.provide({
  guards: { isNotOutranked: () => true },
  actions: { takeOver: credulous },
});

/** The next mend: one that is promoted makes sure that the others have it too. */
export const replicatesFirst = serverMachine.provide({ guards: { isNotOutranked: () => true } });
// #endregion

/** Ranks, without that: a promoted master that has a value answers. */
export const credulousSuccessor = serverMachine.provide({ actions: { takeOver: credulous } });
