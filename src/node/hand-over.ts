/** A leader that is going lets another lead first, so that nobody has to find out that it is gone. */
import { limits as withLimits } from '../paxos/limits.js';
import type { Deadline } from './deadline.js';
import type { SynodNode } from './node.js';
import type { Clock } from './ports.js';

/** How often it looks whether the other leads. */
const LOOK_MS = 5;

/**
 * Resolves when the node hears of another leader; at once where it does not lead, or nobody can take over; and at the latest when the others
 * would elect one anyway, or the deadline is over. Returns whether it does not lead.
 */
export async function handOver<Command, State, Answer>(
  node: SynodNode<Command, State, Answer>,
  clock: Clock,
  deadline?: Deadline,
): Promise<boolean> {
  const end = clock.now() + withLimits(node.options.limits).electionMs;
  const isOver = (): boolean => {
    const { phase, leader, isClosed } = node.status;
    if (isClosed || deadline?.isOver || clock.now() >= end) return true;
    const { heir } = node.members;
    if (phase === 'leading' && heir !== undefined) node.transfer(heir);
    return phase === 'leading' ? heir === undefined : leader !== null;
  };
  if (node.status.phase === 'leading')
    while (!isOver()) await new Promise<void>((resolve) => clock.after(LOOK_MS, resolve));
  return node.status.phase !== 'leading';
}
