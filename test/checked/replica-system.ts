/**
 * Tie 2: the shipped replica inside the checker. Each participant is a whole replica with a disk, by the very functions that a node
 * calls; the checker explores every order in which messages come, or do not, and elections, clients, syncs and crashes happen.
 */
import { role, type StateOf, system } from '#model/index.js';
import { replicaOf } from '#src/paxos/replica.js';
import type { Make } from '#test/model-based/replica-mutants.js';
import { clocksOf, ticksOf } from './clocks.js';
import { happeningsOf, idsOf, nodeOf, type Size } from './node.js';

export function replicas(name: string, size: Size, make: Make = replicaOf) {
  return system({
    name,
    network: 'lossy',
    instant: [...size.instant, ...(size.clocks === undefined ? [] : (['tick'] as const))],
    roles: {
      node: role(nodeOf(size, make), {
        instances: Object.fromEntries(idsOf(size).map((id) => [id, { id }])),
        inputs: (id) => happeningsOf(size, id),
      }),
      time: role(clocksOf(size), { instances: ['clocks'], inputs: ticksOf(size) }),
    },
  });
}

/** A state of it, as properties see it. */
export type ReplicasState = StateOf<ReturnType<typeof replicas>>;
