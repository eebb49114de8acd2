/** The instances' sizes: each as small as what is to be shown allows. */
import type { LeaseSize } from './size.js';

// #region three
/** Three acceptors, of which two are the nodes and one may crash; a lease of one tick, and a clock that may miss one. */
export const threeAcceptors: LeaseSize = {
  rounds: { n1: 1, n2: 1 },
  slots: 1,
  commands: { n1: ['olives'], n2: ['wine'] },
  acceptors: ['n1', 'n2', 'a3'],
  lease: 1,
  margin: 1,
  asks: { n1: 1, n2: 1 },
  drift: { misses: 1, gains: 0 },
  restarts: Infinity,
};
// #endregion

// #region one
/** One acceptor, who is a quorum by itself; a longer lease, a clock that may miss a tick and one that may gain one; n1 may ask twice. */
export const oneAcceptor: LeaseSize = {
  ...threeAcceptors,
  acceptors: ['a1'],
  lease: 2,
  margin: 2,
  asks: { n1: 2, n2: 1 },
  drift: { misses: 1, gains: 1 },
};
// #endregion

/** The same, but the leaders' clocks may stand still for as long as they like. */
export const standingClock: LeaseSize = { ...oneAcceptor, drift: { misses: Infinity, gains: 0 } };

/** A size as a table has it: `1 acceptor, lease 2 + 2, drift 1 + 1`. */
export function sizeInWords({ acceptors, lease, margin, drift: { misses, gains } }: LeaseSize): string {
  const count = acceptors.length === 1 ? '1 acceptor' : `${acceptors.length} acceptors`;
  const drift = misses === Infinity ? 'clocks that stand still' : `drift ${misses} + ${gains}`;
  return `${count}, lease ${lease} + ${margin}, ${drift}`;
}
