/** Replicas with one rule of granting broken. */
import { replicaOf } from '#src/paxos/replica.js';
import type { Make } from '#test/leases/cluster.js';
import { mutants as ofScripts } from '#test/leases/mutants.js';
import { changed, type Input, type Replica } from '#test/model-based/changed.js';
import type { Kind } from '../compare.js';

export interface GrantMutant {
  /** Reads as the subject of a sentence. */
  readonly name: string;
  /** The row of the known mistakes, where it is one. */
  readonly row?: string;
  /** What first tells it from the right one. */
  readonly told: Kind;
  readonly make: Make;
}

/** It takes such a message as if it had granted nothing, and goes on with its grant. */
function heedless(type: 'prepare' | 'heartbeat'): Make {
  return (options) => {
    const { start, step } = replicaOf(options);
    return {
      start,
      step: (before, input) => {
        if (typeOf(input) !== type) return step(before, input);
        const [after, effects] = step(withGrant(before, null), input);
        return [withGrant(after, after.lease.granted ?? before.lease.granted), effects];
      },
    };
  };
}

/** It takes a message as if what it has granted was another grant. */
function mistaking(
  type: string,
  change: (granted: Extract<Replica['lease']['granted'], object>) => Replica['lease']['granted'],
): Make {
  return changed((replica, input) => {
    const { granted } = replica.lease;
    const isTaken = typeOf(input) === type && granted !== null && granted !== 'forgotten';
    return [isTaken ? withGrant(replica, change(granted)) : replica, input];
  });
}

function typeOf(input: Input): string {
  return input.type === 'message' ? input.message.type : input.type;
}

function withGrant(replica: Replica, granted: Replica['lease']['granted']): Replica {
  return { ...replica, lease: { ...replica.lease, granted } };
}

export const mutants: readonly GrantMutant[] = [
  {
    row: 'T2',
    name: 'an acceptor that promises what it has granted to another',
    told: 'the state after',
    make: heedless('prepare'),
  },
  {
    row: 'T2',
    name: 'an acceptor that grants what it has granted to another',
    told: 'the state after',
    make: heedless('heartbeat'),
  },
  {
    row: 'T5',
    name: 'an acceptor whose grants run out a tick too soon',
    told: 'the state after',
    make: ({ limits, ...options }) =>
      replicaOf({ ...options, limits: { ...limits, leaseMs: limits!.leaseMs! - 1, leaseMarginMs: 1 } }),
  },
  ...ofScripts
    .filter(({ row }) => row === 'T14')
    .map(({ row, name, make }) => ({
      row,
      name: `an acceptor that ${name}`,
      told: 'the state after' as const,
      make,
    })),
  {
    row: 'T14',
    name: 'an acceptor that takes a request that comes late for the last one',
    told: 'the state after',
    make: mistaking('heartbeat', (granted) => ({ ...granted, asked: 0 })),
  },
  {
    name: 'an acceptor that lets nobody prepare anew while its grant runs, not even whose it is',
    told: 'the state after',
    make: mistaking('prepare', (granted) => ({ ...granted, ballot: null })),
  },
];
