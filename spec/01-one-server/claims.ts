/** Claims about servers and their clients, in this chapter and in those that follow. */
import { always, alwaysPossible, eventually, type Fairness, sometimes, weak } from '#model/index.js';
import type { ClientContext } from './client.js';

/** Any system with clients. */
export interface WithClients {
  readonly client: readonly { readonly id: string; readonly context: ClientContext }[];
}

// #region safety
/** The clients, taken together, are never told two values. */
export const agreement = always(
  'agreement',
  ({ client: clients }: WithClients) => new Set(clients.flatMap(({ context }) => context.told)).size <= 1,
);

/** Clients are told only what some client asked for. */
export const validity = always('validity', ({ client: clients }: WithClients) =>
  clients.every(({ context }) =>
    context.told.every((value) => clients.some((other) => other.context.wish === value)),
  ),
);
// #endregion

// #region progress
/** A message that waits to be received does not wait for ever. */
export const whatIsSentArrives: readonly Fairness[] = [weak({ delivery: {} })];

/** Whatever happens, every client is told in the end, as long as the assumptions are kept. */
export const progress = progressUnder('progress', whatIsSentArrives);

/** Whatever has happened, every client can still be told. It says nothing about whether they will be. */
export const progressIsPossible = alwaysPossible('progress is always possible', everyClientIsTold);
// #endregion

/** A witness: the claims above do not hold merely because nothing ever happens. */
export const everyClientCanBeTold = sometimes('every client is told', everyClientIsTold);

/** Progress under other assumptions. */
export function progressUnder(name: string, fairness: readonly Fairness[]) {
  return eventually(name, everyClientIsTold, fairness);
}

/** Whether each client was told something. */
export function everyClientIsTold({ client: clients }: WithClients): boolean {
  return clients.every(({ context }) => context.told.length > 0);
}
