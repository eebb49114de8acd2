/** The instances' sizes. */
import { twoSlots } from '../16-the-parliament/sizes.js';
import type { SnapshotSize } from './snapshots.js';

/** Chapter 16's first instance, in which n3 may compact. */
// #region size
export const oneCompacts: SnapshotSize = { ...twoSlots, compacting: ['n3'] };
// #endregion

/** The same with α = 1: an acceptor votes in the slot after its snapshot, and in no later one. */
export const oneAhead = { ...oneCompacts, alpha: 1 } satisfies SnapshotSize;
