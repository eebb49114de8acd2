/** A disk is wiped: the node whose it was is another one from then on, and the old one has stopped for good. */
import { configurationOf } from './configuration.js';
import { withMembersApart } from './members.js';
import type { MemberSize } from './size.js';

/** Three acceptors, one slot, and two leaders that compete for it. */
export const oneSlot: MemberSize = {
  alpha: 1,
  initial: configurationOf(['a1', 'a2', 'a3']),
  rounds: { p1: 1, p2: 1 },
  plans: { p1: ['olives'], p2: ['wine'] },
};

// #region wiped
/** One acceptor's disk may be wiped. Under its old name nobody hears of it any more. */
export function wipedAndAnother(name: string) {
  return { ...withMembersApart(name, oneSlot), faults: { stops: { acceptor: 1 } } };
}

/** It comes back under its old name, with nothing on its disk. */
export function wipedAndTheSame(name: string) {
  return { ...withMembersApart(name, oneSlot), faults: { restarts: { acceptor: 1 } } };
}
// #endregion
