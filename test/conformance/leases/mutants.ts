/** Replicas with one rule of leases broken. */
import { replicaOf } from '#src/paxos/replica.js';
import type { Make } from '#test/leases/cluster.js';
import { mutants as ofScripts, withLease } from '#test/leases/mutants.js';
import { changed, type Input, type Replica } from '#test/model-based/changed.js';
import type { Kind } from '../compare.js';

export interface LeaseMutant {
  /** Reads as the subject of a sentence. */
  readonly name: string;
  /** The row of the known mistakes, where it is one. */
  readonly row?: string;
  /** What first tells it from the right one. */
  readonly told: Kind;
  readonly make: Make;
}

/** It takes such an input as if a part of what it knows of leases was that, and goes on with that part if it is left as it was. */
function heedless<Key extends 'granted' | 'through'>(
  type: string,
  key: Key,
  instead: Replica['lease'][Key],
): Make {
  return (options) => {
    const { start, step } = replicaOf(options);
    return {
      start,
      step: (before, input) => {
        if (typeOf(input) !== type) return step(before, input);
        const [after, effects] = step(withLease(before, { [key]: instead }), input);
        const isLeft = after.lease[key] === instead;
        return [isLeft ? withLease(after, { [key]: before.lease[key] }) : after, effects];
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
    return [isTaken ? withLease(replica, { granted: change(granted) }) : replica, input];
  });
}

function typeOf(input: Input): string {
  return input.type === 'message' ? input.message.type : input.type;
}

/** One that a script tells, too. */
function inScripts(subject: string, part: string, told: Kind): LeaseMutant {
  const { row, name, make } = ofScripts.find((each) => each.name.startsWith(part))!;
  return { row, name: `${subject} that ${name}`, told, make };
}

export const mutants: readonly LeaseMutant[] = [
  {
    row: 'T2',
    name: 'an acceptor that promises what it has granted to another',
    told: 'the state after',
    make: heedless('prepare', 'granted', null),
  },
  {
    row: 'T2',
    name: 'an acceptor that grants what it has granted to another',
    told: 'the state after',
    make: heedless('heartbeat', 'granted', null),
  },
  {
    row: 'T5',
    name: 'an acceptor whose grants run out a tick too soon',
    told: 'the state after',
    make: ({ limits, ...options }) =>
      replicaOf({ ...options, limits: { ...limits, leaseMs: limits!.leaseMs! - 1, leaseMarginMs: 1 } }),
  },
  inScripts('an acceptor', 'takes a release', 'the state after'),
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
  inScripts('a leader', 'counts its lease from the answer', 'the state after'),
  inScripts('a leader', 'counts on what it has released', 'the state after'),
  inScripts('a leader', 'leaves no margin', 'the messages sent'),
  {
    row: 'T13',
    name: 'a leader that reads before it has executed what phase 1 reported',
    told: 'the messages sent',
    make: heedless('read', 'through', 0),
  },
];
