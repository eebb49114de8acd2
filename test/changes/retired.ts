/** A leader that replaces members by others that were never started: whether those who have what is decided are a quorum in the end. */
import { Members } from '#src/node/members.js';
import { clusterLimits, LIMITS } from '#src/paxos/limits.js';
import { decide, decidedThrough, firstOpen, startLog } from '#src/paxos/log.js';
import { nodeId } from '#src/paxos/node-id.js';
import { hasQuorum } from '#src/paxos/quorum.js';
import { first, n1, n2, n3, n4 } from '#test/unit/paxos/log-words.js';

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
  let log = startLog<string>({ alpha: 1, configuration: first });
  const members = new Members({
    hello: { cluster: 'tests', id: n1, incarnation: 0, start: 1, version: 1, limits: clusterLimits(LIMITS) },
    first,
    log: () => log,
    silentMs: 1_000,
    now: () => 0,
    transport: {},
  });
  for (const change of CHANGES) {
    for (const id of answering)
      members.hear(id, STARTED.includes(id) ? 0 : 1, {
        type: 'heard',
        ballot: { round: 1, proposer: n1 },
        decided: decidedThrough(log),
      });
    const after = members.change(change);
    if ('type' in after) continue;
    const value = { type: 'configuration', configuration: after } as const;
    [log] = decide(log, { slot: firstOpen(log), value });
  }
  return hasQuorum(log.configurations.at(-1)!.configuration.quorums, 'phase1', STARTED);
}

/** Those who do answer; and one who takes it that everybody does. */
export const answers = { right: STARTED, assumed: [...STARTED, n4, n5] };
