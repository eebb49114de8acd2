/** Claims about a master and its slaves. */
import { always, type Fairness, leadsTo, sometimes, strong } from '#model/index.js';
import { progressUnder, whatIsSentArrives } from '../01-one-server/claims.js';
import type { Value } from '../01-one-server/messages.js';

interface Server {
  readonly id: string;
  readonly context: { readonly value: Value | null };
}

/** Any system with a master and slaves. */
export interface WithSlaves {
  readonly master: readonly Server[];
  readonly slave: readonly Server[];
}

/** No two servers, master or slave, have different values. */
export const theCopiesAgree = always('the copies agree', ({ master, slave: slaves }: WithSlaves) => {
  const values = [...master, ...slaves].map(({ context }) => context.value);
  return new Set(values.filter((value) => value !== null)).size <= 1;
});

// #region fairness
/** A message that is under way again and again is received, sooner or later. */
export const whatIsSentAgainAndAgainArrives: readonly Fairness[] = [strong({ delivery: {} })];
// #endregion

// #region progress
/** Every slave gets what the master has decided. */
export const decisionsAreCopied = copiedUnder('decisions are copied', whatIsSentArrives);

export const decisionsAreCopiedUnderStrongFairness = copiedUnder(
  'decisions are copied, under strong fairness',
  whatIsSentAgainAndAgainArrives,
);

export const progressUnderStrongFairness = progressUnder(
  'progress, under strong fairness',
  whatIsSentAgainAndAgainArrives,
);

export function copiedUnder(name: string, fairness: readonly Fairness[]) {
  return leadsTo(
    name,
    ({ master }: WithSlaves) => master.every(({ context }) => context.value !== null),
    everySlaveHasIt,
    fairness,
  );
}

export function everySlaveHasIt({ slave: slaves }: Pick<WithSlaves, 'slave'>): boolean {
  return slaves.every(({ context }) => context.value !== null);
}
// #endregion

/** A witness that the copies are of use: a client can hear from a slave. */
export const aSlaveCanAnswer = sometimes(
  'a slave answers',
  ({
    slave: slaves,
    messages,
  }: WithSlaves & { messages: (type: 'decided') => readonly { from: string }[] }) =>
    messages('decided').some(({ from }) => slaves.some(({ id }) => id === from)),
);
