/** What each side of a split can do. The first client and the first master are on the minority side, the second on the other. */
import { alwaysPossible, sometimes, step } from '#model/index.js';
import type { WithClients } from '../01-one-server/claims.js';
import type { Masters } from '../08-ask-a-majority/claims.js';

const MINORITY = 0;
const MAJORITY = 1;

// #region claims
/** Whatever has happened, it is not too late. */
export const theMajoritySideCanDecide = alwaysPossible(
  'the majority side can still decide',
  (state: WithClients) => isTold(state, MAJORITY),
);

export const theMinoritySideCanDecide = alwaysPossible(
  'the minority side can still decide',
  (state: WithClients) => isTold(state, MINORITY),
);

/** Its client may have been told before. */
export function theMinoritySideWaits(fromRound: number) {
  return step(
    'the minority side tells nobody while it is cut off',
    (before: WithClients & Masters, after: WithClients & Masters) =>
      before.client[MINORITY]!.context.told.length === after.client[MINORITY]!.context.told.length ||
      before.master[MINORITY]!.context.round < fromRound,
  );
}

/** Without this, the other claims could hold because nobody does anything after the split. */
export function theMajoritySideWrites(fromRound: number) {
  return sometimes('the majority side writes while it is cut off', ({ master: masters }: Masters) => {
    const { round, writes } = masters[MAJORITY]!.context;
    return round >= fromRound && writes !== null;
  });
}
// #endregion

function isTold({ client: clients }: WithClients, place: number): boolean {
  return clients[place]!.context.told.length > 0;
}
