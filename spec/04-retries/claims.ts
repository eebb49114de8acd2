/** Claims about clients and a master that retry. */
import { always, type Fairness, weak } from '#model/index.js';
import { progressUnder, whatIsSentArrives } from '../01-one-server/claims.js';
import {
  copiedUnder,
  everySlaveHasIt,
  whatIsSentAgainAndAgainArrives,
} from '../03-one-master-many-slaves/claims.js';
import type { ServerContext } from './server.js';

// #region fairness
/** Whoever waits gets a timeout in the end. */
export const clocksRun: readonly Fairness[] = [weak({ input: 'timeout' })];
// #endregion

// #region progress
export const progressUnderWeakFairness = progressUnder('progress, under weak fairness', [
  ...clocksRun,
  ...whatIsSentArrives,
]);

export const progressUnderStrongFairness = progressUnder('progress, under strong fairness', [
  ...clocksRun,
  ...whatIsSentAgainAndAgainArrives,
]);

export const decisionsAreCopiedUnderStrongFairness = copiedUnder(
  'decisions are copied, under strong fairness',
  [...clocksRun, ...whatIsSentAgainAndAgainArrives],
);
// #endregion

interface WithMaster {
  readonly master: readonly { readonly id: string; readonly context: ServerContext }[];
  readonly slave: readonly { readonly id: string; readonly context: ServerContext }[];
}

// #region stopping
/** The master stops writing only when every slave has the value. */
export const whoStopsWritingIsDone = always('who stops writing is done', (state: WithMaster) =>
  state.master.every(
    ({ context: { acknowledged, slaves } }) => acknowledged.length < slaves.length || everySlaveHasIt(state),
  ),
);
// #endregion
