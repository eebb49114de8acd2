/** What remains possible, and what a promise costs. */
import { always, alwaysPossible } from '#model/index.js';
import type { WithClients } from '../01-one-server/claims.js';
import { type Slaves, told, type Writes } from '../08-ask-a-majority/claims.js';
import type { Acknowledgements } from '../11-it-needed-a-global-clock/claims.js';

// #region possible
/** Whatever was lost or refused, it is not too late. */
export const aClientCanBeTold = alwaysPossible(
  'a client can still be told',
  (state: WithClients) => told(state).length > 0,
);
// #endregion

// #region vain
/** A slave that promised a later round stores nothing of this one. A write that a majority can no longer store is in vain. */
export function noWriteIsInVain(majority: number) {
  return always('a majority can store what is written', (state: Slaves & Writes & Acknowledgements) =>
    state.messages('write').every(({ round }) => {
      const stored = state.messages('written').filter((one) => one.round === round);
      const willing = state.slave.filter(
        ({ id, context }) => context.lowest <= round || stored.some(({ from }) => from === id),
      );
      return willing.length >= majority;
    }),
  );
}
// #endregion
