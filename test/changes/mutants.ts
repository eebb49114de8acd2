/** Members that break a rule where members change. */
import { replicaOf } from '#src/paxos/replica.js';
import type { Make } from '#test/leases/cluster.js';
import { pollsWhenBack, unheeding } from './rest.js';
import { answers, hasQuorumLeft } from './retired.js';
import { acrossAChange, leasedByLaterVoters, leasedInAChange } from './scripts.js';

export interface Mutant {
  /** The number of the known mistake. */
  readonly row: string;
  /** Reads on after *a member that*. */
  readonly name: string;
  /** What goes wrong. */
  readonly told: string;
  readonly isTold: () => Promise<boolean> | boolean;
}

/** Where it would prepare anew for another configuration, it goes on with the promises that it has. */
const goingOn: Make = (options) => {
  const { start, step } = replicaOf(options);
  return {
    start,
    step: (replica, input) => {
      const right = step(replica, input);
      const [before, after] = [replica.leader, right[0].leader];
      return before.phase === 'leading' && after.phase === 'preparing'
        ? step({ ...replica, leader: { ...before, configuration: after.configuration } }, input)
        : right;
    },
  };
};

/** It reads as if nothing that it has proposed could change the members. */
const reading: Make = (options) => {
  const { start, step } = replicaOf(options);
  return {
    start,
    step: (replica, input) => {
      const { leader } = replica;
      if (input.type !== 'read' || leader.phase !== 'leading') return step(replica, input);
      const [after, effects] = step({ ...replica, leader: { ...leader, proposals: [] } }, input);
      return [{ ...after, leader }, effects];
    },
  };
};

/** It reads as if the last configuration that it knows governed already. */
const readingAhead: Make = (options) => {
  const { start, step } = replicaOf(options);
  return {
    start,
    step: (replica, input) => {
      if (input.type !== 'read') return step(replica, input);
      const { log } = replica;
      const [after, effects] = step(
        { ...replica, log: { ...log, configurations: log.configurations.slice(-1) } },
        input,
      );
      return [{ ...after, log }, effects];
    },
  };
};

export const mutants: readonly Mutant[] = [
  {
    row: 'C4',
    name: 'takes it that new members have what they were never heard to have',
    told: 'a configuration of which no quorum has what is decided',
    isTold: () => !hasQuorumLeft(answers.assumed),
  },
  {
    row: 'C5',
    name: 'proposes for one configuration by the promises of another',
    told: 'two decrees acknowledged in one slot',
    isTold: () => {
      const slots = acrossAChange(goingOn);
      return slots.length === 2 && slots[0] === slots[1];
    },
  },
  {
    row: 'C6',
    name: 'does not heed that the others do not know it any more',
    told: 'polls without end',
    isTold: async () => (await pollsWhenBack(unheeding)) > 0,
  },
  {
    row: 'T16',
    name: 'reads by the lease of one configuration while another may govern',
    told: 'a read by a lease that those have not granted who are to vote',
    isTold: () => leasedInAChange(reading)[1] === true,
  },
  {
    row: 'T16',
    name: 'reads by a lease of members that do not govern yet',
    told: 'a stale read where later voters alone have granted it',
    isTold: () => {
      const [read, acknowledged] = leasedByLaterVoters(readingAhead);
      return read !== null && read < acknowledged;
    },
  },
];
