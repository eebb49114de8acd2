/** A leader whose process has ended: whoever followed it need not wait for as long as for one that is silent. */
import type { NodeId } from '../paxos/node-id.js';
import type { TimerEffect } from '../paxos/replica-effect.js';
import type { Replica } from '../paxos/replica-state.js';

/**
 * The timers that a node sets anew when nobody answers any more where that member did: it misses that leader as soon as its own grant has run
 * out. It asks the others then, so one that is wrong about the leader deposes nobody.
 */
export function timersWithout(
  gone: NodeId,
  { election, lease: { granted } }: Pick<Replica<unknown, unknown, unknown>, 'election' | 'lease'>,
  now: number,
): readonly TimerEffect[] {
  if (election.hears !== gone) return [];
  const until = granted === null || granted === 'forgotten' ? now : granted.until;
  return [{ type: 'setTimer', timer: 'election', afterMs: Math.max(0, until - now), spreadMs: 0 }];
}
