/** A leader that replaces members by others that were never started: whether those who have what is decided are a quorum in the end. */
import { nodeId } from '#src/paxos/node-id.js';
import { hasQuorum } from '#src/paxos/quorum.js';
import { n1, n2, n3, n4 } from '#test/unit/paxos/log-words.js';
import { Leader } from './leader.js';

const n5 = nodeId('n5');
/** All who have ever been started. */
const STARTED = [n1, n2, n3];
const CHANGES = [
  { type: 'add', id: n4, incarnation: 1 },
  { type: 'promote', id: n4 },
  { type: 'add', id: n5, incarnation: 1 },
  { type: 'promote', id: n5 },
  { type: 'remove', id: n2 },
  { type: 'remove', id: n3 },
] as const;

/** @param answering those whose answers the leader takes into account */
export function hasQuorumLeft(answering: readonly (typeof n1)[]): boolean {
  const leader = new Leader();
  for (const change of CHANGES) {
    for (const id of answering) leader.hear(id, STARTED.includes(id) ? 0 : 1);
    leader.change(change);
  }
  return hasQuorum(leader.last.quorums, 'phase1', STARTED);
}

/** Those who do answer; and one who takes it that everybody does. */
export const answers = { right: STARTED, assumed: [...STARTED, n4, n5] };
