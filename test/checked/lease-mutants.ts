/** Replicas with one rule of leases broken: each is told by a read that is answered alone and late. */
import { replicaOf } from '#src/paxos/replica.js';
import { leases, leasesAndADisk } from './instances.js';
import { changed, type Mutant } from './mutant.js';

const falls = ['whoever answers a read alone has executed all that anybody has'];

export const leaseMutants: readonly Mutant[] = [
  {
    row: 'T1',
    name: 'counts its lease from when it is granted',
    within: leases,
    falls,
    make: changed({
      after: (after, { lease }, input) => {
        const { held } = after.lease;
        if (!('now' in input) || held === lease.held) return after;
        const late = held.map((one) => (lease.held.includes(one) ? one : { ...one, asked: input.now }));
        return { ...after, lease: { ...after.lease, held: late } };
      },
    }),
  },
  {
    row: 'T2',
    name: 'promises though the lease that it granted still runs',
    within: leases,
    falls,
    make: changed({
      before: (replica, input) =>
        input.type === 'message' && input.message.type === 'prepare'
          ? { ...replica, lease: { ...replica.lease, granted: null } }
          : replica,
    }),
  },
  {
    row: 'T5',
    name: 'counts on its lease without a margin',
    within: leases,
    falls,
    make: (options) =>
      replicaOf(options.id === 'n3' ? options : { ...options, limits: { ...options.limits, leaseMs: 3 } }),
  },
  {
    row: 'T12',
    name: 'forgets in a restart what it granted',
    within: leasesAndADisk,
    falls,
    make: changed({
      before: (replica) =>
        replica.lease.granted === 'forgotten'
          ? { ...replica, lease: { ...replica.lease, granted: null } }
          : replica,
    }),
  },
  {
    row: 'T13',
    name: 'answers alone before it has executed what phase 1 reported',
    within: leases,
    falls,
    make: changed({ before: (replica) => ({ ...replica, lease: { ...replica.lease, through: 0 } }) }),
  },
];
