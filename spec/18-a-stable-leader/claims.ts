/** What leases are for, and what must be possible with them. */
import { always, sometimes, step } from '#model/index.js';
import type { LeaseState } from './leases.js';

// #region safety
/** No answer leaves out a command whose client had been told before that it is executed. */
export const aReadIsNeverStale = always(
  'a read is never stale',
  ({ history }: LeaseState) => history.told.stale.length === 0,
);

/** Two nodes never hold a lease at once. */
export const atMostOneHoldsALease = always(
  'at most one node holds a lease',
  ({ node: nodes }: LeaseState) => nodes.filter(({ context }) => context.replica.left > 0).length <= 1,
);

/** No two decisions are told of the one slot that there is. */
export const agreement = always(
  'agreement',
  ({ messages }: LeaseState) => new Set(messages('decided').map(({ value }) => value)).size <= 1,
);
// #endregion

// #region sometimes
export const aLeaseIsHandedOver = sometimes(
  'one node has answered, and then another',
  ({ history }: LeaseState) => history.told.answered.length > 1,
);

/** That it fails is the witness: a lease is renewed while it runs. */
export const noLeaseIsRenewed = step(
  'no lease is renewed before it ends',
  ({ node: before }: LeaseState, { node: after }: LeaseState) =>
    before.every(({ context: { replica } }, at) => {
      const { left } = after[at]!.context.replica;
      return replica.left === 0 || left <= replica.left;
    }),
);

export const aReadWhileAnotherPrepares = sometimes(
  'a node may answer while another prepares',
  ({ node: nodes }: LeaseState) =>
    nodes.some(({ context }) => context.replica.left > 0) &&
    nodes.some(({ value }) => value.leader === 'preparing'),
);

/** All that it needs to answer is there, and there is something to tell. */
export const aCommandMayBeAnswered = sometimes(
  'an answer may tell of a command',
  ({ node: nodes }: LeaseState) =>
    nodes.some(({ context: { replica } }) => replica.left > 0 && replica.executed.length > 0),
);
// #endregion
