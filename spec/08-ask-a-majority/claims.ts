/** Claims about masters that ask a majority: what must hold, and what must be possible. */
import { sometimes, step } from '#model/index.js';
import type { WithClients } from '../01-one-server/claims.js';
import type { Value } from '../01-one-server/messages.js';
import type { MasterContext } from './master.js';
import type { Message } from './messages.js';
import type { SlaveContext } from './slave.js';

/** The parts of a state that properties look at: the systems of later chapters have them too. */
export interface Masters {
  readonly master: readonly { readonly value: unknown; readonly context: MasterContext }[];
}
export interface Slaves {
  readonly slave: readonly { readonly id: string; readonly context: SlaveContext }[];
}
export interface Writes {
  readonly messages: (type: 'write') => readonly Message<'write'>[];
}

// #region settled
/** A first guess at when a value is settled: as soon as one slave has it. */
export const oneSlaveSettlesIt = step(
  'what one slave has stored, later masters write',
  (before: Slaves & Writes, after: Slaves & Writes) =>
    newWrites(before, after).every(({ value }) =>
      before.slave.every(({ context }) => context.stored === null || context.stored.value === value),
    ),
);
// #endregion

// #region sometimes
/** Never, while a clock tells one master after the other to begin and to stop. */
export const twoMastersAtWork = sometimes(
  'two masters are at work at once',
  ({ master: masters }: Masters) =>
    masters.filter(({ value }) => value === 'reading' || value === 'writing').length >= 2,
);

/** A master may have to write what another's client asked for. */
export const aMasterWritesAnothersValue = sometimes(
  "a master writes what another's client asked for",
  ({ master: masters }: Masters) =>
    masters.some(({ context: { writes, request } }) => writes !== null && writes !== request?.value),
);
// #endregion

/** What clients were told, all together. */
export function told({ client: clients }: WithClients): readonly Value[] {
  return clients.flatMap(({ context }) => context.told);
}

/** What is written in a step: at most one round's. */
export function newWrites(before: Writes, after: Writes): readonly Message<'write'>[] {
  const known = before.messages('write').map(({ round }) => round);
  return after.messages('write').filter(({ round }) => !known.includes(round));
}
