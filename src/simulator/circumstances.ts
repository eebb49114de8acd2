/** What a run is like: how large the cluster is, how good its network and its disks are. Each run's is drawn from its seed. */
import type { Limits } from '../paxos/limits.js';
import type { Chance } from './chance.js';
import { FAULT_KINDS, type Hazards } from './fault.js';

export interface Circumstances extends Hazards {
  readonly clients: number;
  readonly registers: number;
  readonly limits: Partial<Limits>;
  /** Of a message in ordinary times. */
  readonly delayMs: number;
  /** How many messages take much longer than that, and by how much on average. */
  readonly late: number;
  readonly lateMs: number;
  readonly loss: number;
  readonly duplication: number;
  /** Of a write that becomes durable. */
  readonly writeMs: number;
  /** A client's pause between two commands, on average. */
  readonly pauseMs: number;
  readonly reads: number;
  /** Whether a member hands on to the leader what clients ask of it. */
  readonly isForwarding: boolean;
  /** How long a client waits for a node, and a node for the leader to whom it has handed on what a client asks. */
  readonly attemptMs: number;
  /** How likely it is that a crash takes with it what the node has sent to another and is still under way. */
  readonly crashLoss: number;
  /** How likely it is that a disk comes back from a crash without the end of what it had said to be durable. */
  readonly lostEnd: number;
  /** Whether a client reads from a node of its own, and not from the one that has its commands executed. */
  readonly isReadingNearby: boolean;
  /** The pause between two reads of the program that has the leader within it, on average; null where it asks nothing. */
  readonly residentMs: number | null;
  /** The same of a row of its reads that goes on whoever leads. */
  readonly alwaysMs: number | null;
  /** By how much a clock may be faster or slower than time goes by. */
  readonly driftMax: number;
  /** Whether each clock is as fast or as slow as is allowed. */
  readonly isDriftAtBound: boolean;
  /** How many commands a client has under way at once, in one session. */
  readonly atOnce: number;
  /** The pause between two changes of members that somebody asks for, on average; null where the members stay the same. */
  readonly changeEveryMs: number | null;
}

/**
 * Leases that have run out before the others elect, and leases for which they have to wait. The margin is about as small as it may be: half
 * of it is for the fastest and the slowest clock. Where it is large, it matters that there is one.
 */
const LEASES: readonly (Pick<Limits, 'leaseMs' | 'leaseMarginMs'> & Pick<Circumstances, 'driftMax'>)[] = [
  { leaseMs: 80, leaseMarginMs: 10, driftMax: 0.02 },
  { leaseMs: 300, leaseMarginMs: 26, driftMax: 0.02 },
  { leaseMs: 150, leaseMarginMs: 100, driftMax: 0.19 },
];

/** Times are short, so that much happens: the round trip of a network in its ordinary state is at most 10 ms. */
export function circumstancesFrom(chance: Chance): Circumstances {
  const alpha = 2 + chance.below(5);
  const oneOf = <Item>(...items: readonly Item[]): Item => chance.pick(items);
  const nodes = oneOf(3, 3, 5);
  const clients = 1 + chance.below(10);
  const drawn = {
    nodes,
    clients,
    registers: oneOf(1, 2, 4),
    limits: {
      alpha,
      proposalsMax: oneOf(1, alpha, alpha),
      batchMax: oneOf(1, 1, 3),
      queueMax: oneOf(2, 8),
      readsMax: oneOf(1, 4),
      persistsMax: oneOf(2, 4, 16),
      ballotsMax: oneOf(1, 4),
      decreesMax: 3 + chance.below(14),
      decreesHeldMax: 20,
      catchUpMax: 1 + chance.below(6),
      // One for each client and for the program of each node: with fewer they would evict each other's for ever.
      sessionsMax: clients + nodes + oneOf(0, 2, 10),
      windowMax: oneOf(1, 4),
      electionMs: 100,
      heartbeatMs: 25,
      resendMs: 40,
      sessionMs: oneOf(300, 2_000),
    },
    delayMs: oneOf(1, 5),
    late: oneOf(0, 0.01, 0.1),
    lateMs: oneOf(20, 200, 2_000),
    loss: oneOf(0, 0.02, 0.2),
    duplication: oneOf(0, 0.01, 0.1),
    writeMs: oneOf(0.5, 4, 15),
    pauseMs: oneOf(2, 20),
    reads: oneOf(0.1, 0.5),
    faultEveryMs: oneOf(60, 150, 400),
    // Those that are always among them matter most.
    faults: [...FAULT_KINDS.filter(() => chance.happens(0.6)), 'crash' as const, 'isolation' as const],
    isForwarding: chance.happens(0.5),
    attemptMs: oneOf(30, 150),
    crashLoss: oneOf(0, 0.5),
    lostEnd: oneOf(0, 0.1),
    atOnce: oneOf(1, 3),
    isDriftAtBound: chance.happens(0.5),
    isReadingNearby: chance.happens(0.5),
    changeEveryMs: oneOf(null, null, 50, 300),
  };
  const { driftMax, ...lease } = chance.pick(LEASES);
  const residentMs = oneOf(5, 20);
  const alwaysMs = oneOf(null, null, null, 10);
  return { ...drawn, driftMax, residentMs, alwaysMs, limits: { ...drawn.limits, ...lease } };
}
