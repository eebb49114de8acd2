/** The first ways that come to mind to promote a slave: the right server without one or more of its rules. */
import { serverMachine, takingOver } from './server.js';

// #region attempts
/** A credulous successor: if it has a value, it believes that all servers have acknowledged that value already. */
const credulous = takingOver(({ value, servers }) => (value === null ? [] : servers));

/** A master answers as soon as it has a value, and slaves store whatever they are sent. */
export const answersAtOnce = serverMachine.provide({
  guards: { everySlaveAliveHasIt: () => true, isNotOutranked: () => true },
});

/** The obvious mend: a master answers when every slave alive has the value. A promoted slave that has a value answers at once. */
export const answersWhenAllHaveIt = serverMachine.provide({
  guards: { isNotOutranked: () => true },
  actions: { takeOver: credulous },
});

/** The next mend: a promoted slave first makes sure that the others have its value too. */
export const replicatesFirst = serverMachine.provide({ guards: { isNotOutranked: () => true } });
// #endregion

/** Ranks without that mend: a promoted slave that has a value answers at once. */
export const credulousSuccessor = serverMachine.provide({ actions: { takeOver: credulous } });
