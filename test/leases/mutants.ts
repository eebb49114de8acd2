/** Replicas with one rule of leases broken. */
import { replicaOf } from '#src/paxos/replica.js';
import { changed, type Input, type Replica } from '#test/model-based/changed.js';
import type { Make } from './cluster.js';
import type { ScriptName } from './scripts.js';

export interface Mutant {
  /** The number of the known mistake. */
  readonly row: string;
  /** Reads on after *a replica that*. */
  readonly name: string;
  /** The script in which a read is stale. */
  readonly within: ScriptName;
  readonly make: Make;
}

/** The right replica, which ends such a step in another lease than it should. */
function ending(
  change: (after: Replica, before: Replica, input: Input) => Partial<Replica['lease']>,
  begun: (replica: Replica, input: Input) => Replica = (replica) => replica,
): Make {
  return (options) => {
    const { start, step } = replicaOf(options);
    return {
      start,
      step: (before, input) => {
        const [after, effects] = step(begun(before, input), input);
        return [withLease(after, change(after, before, input)), effects];
      },
    };
  };
}

/** The replica, which takes that for what it knows of leases. */
export const withLease = (replica: Replica, lease: Partial<Replica['lease']>): Replica => ({
  ...replica,
  lease: { ...replica.lease, ...lease },
});

export const mutants: readonly Mutant[] = [
  {
    row: 'T1',
    within: 'answers come late',
    name: 'counts its lease from the answer on',
    make: changed((replica, input) => [
      replica,
      input.type === 'message' && input.message.type === 'heard' && input.message.granted !== undefined
        ? { ...input, message: { ...input.message, granted: replica.now } }
        : input,
    ]),
  },
  {
    row: 'T2',
    within: 'clocks drift apart',
    name: 'promises whatever it has granted to another',
    make: changed((replica, input) => [withLease(replica, { granted: null }), input]),
  },
  {
    row: 'T2',
    within: 'the lease is handed over',
    name: 'counts on what it has released',
    make: ending((_, before, input) => (input.type === 'transfer' ? before.lease : {})),
  },
  {
    row: 'T3',
    within: 'the time of day is set forward',
    name: 'goes by the time of day',
    make: Object.assign<Make, Pick<Make, 'clock'>>((options) => replicaOf(options), {
      clock: ({ timeOfDay }) => timeOfDay,
    }),
  },
  {
    row: 'T4',
    within: 'the leader is asked late',
    name: 'looks at the clock before it is asked, and not when it reads',
    make: changed((replica, input) => [
      replica,
      input.type === 'read' ? { ...input, now: replica.now } : input,
    ]),
  },
  {
    row: 'T5',
    within: 'clocks drift apart',
    name: 'leaves no margin for clocks that drift',
    make: (options) => replicaOf({ ...options, limits: { ...options.limits, leaseMarginMs: 1 } }),
  },
  {
    row: 'T12',
    within: 'the acceptors restart',
    name: 'forgets in a restart what it has granted',
    make: changed(
      (replica, input) => [replica, input],
      (replica) => withLease(replica, { granted: null }),
    ),
  },
  {
    row: 'T13',
    within: 'the leader has not executed what was reported',
    name: 'reads before it has executed what phase 1 reported',
    make: changed((replica, input) => [withLease(replica, { through: 0 }), input]),
  },
  {
    row: 'T14',
    within: 'a release comes late',
    name: 'takes a release for one of whatever it has granted',
    make: changed((replica, input) => [
      replica,
      input.type === 'message' && input.message.type === 'release'
        ? { ...input, message: { ...input.message, asked: Number.MAX_VALUE } }
        : input,
    ]),
  },
  {
    row: 'T17',
    within: 'the clock of the leader stands still',
    name: 'counts on a clock that has stood still',
    make: (options) => {
      const { start, step } = replicaOf(options);
      return {
        start,
        step: (replica, input) => (input.type === 'stoodStill' ? [replica, []] : step(replica, input)),
      };
    },
  },
  {
    row: 'P1',
    within: 'grants come after the release',
    name: 'counts what was granted before its release, and comes after it',
    make: ending(
      (_, before, input) => (isHeard(input) ? { voidThrough: before.lease.voidThrough } : {}),
      (replica, input) => (isHeard(input) ? withLease(replica, { voidThrough: 0 }) : replica),
    ),
  },
  {
    row: 'P2',
    within: 'the leader has not executed what was reported',
    name: 'leaves out what the last promise of its quorum has reported',
    make: ending(({ leader, lease }, before) => {
      if (leader.phase !== 'leading' || before.leader.phase !== 'preparing') return {};
      const reported = before.leader.promises.flatMap(({ decided, votes }) => [
        decided,
        ...votes.map(({ slot }) => slot),
      ]);
      return { ...lease, through: Math.max(0, ...reported) };
    }),
  },
];

function isHeard(input: Input): boolean {
  return input.type === 'message' && input.message.type === 'heard';
}
