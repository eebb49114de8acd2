/** Scripts in which members change. */
import { configuration, configurationId } from '#src/paxos/configuration.js';
import { nodeId } from '#src/paxos/node-id.js';
import { LeasedCluster, type Make } from '#test/leases/cluster.js';
import { n1, n2, n3, n4, voters } from '#test/unit/paxos/log-words.js';

const first = configuration({
  id: configurationId(1),
  members: [...voters(1, n1, n2, n3).members, { id: n4, incarnation: 0, part: 'observer' }],
});
/** n4 in the place of n2. */
const second = voters(2, n1, n3, n4);

/**
 * n3 leads, has n4 take the place of n2 from slot 3 on, and has a decree acknowledged there by its own vote and that of n4. n1 knows of none
 * of it. It leads in a higher ballot by the promise of n2, and hears of the change only then. Then it has a decree decided, too.
 *
 * Returns the slots of both.
 */
export function acrossAChange(make: Make): readonly number[] {
  const cluster = new LeasedCluster(make, first, { alpha: 2, proposalsMax: 2, leaseMs: 0 });
  cluster.runOut(n2, 'election');
  cluster.lose();
  cluster.runOut(n3, 'election');
  cluster.talk([n2, n3]);
  cluster.give(n3, { type: 'configure', configuration: second, now: 0 });
  cluster.talk([n2, n3], ['accept', 'accepted']);
  cluster.talk([n3, n4], ['decided', 'prepare', 'promise', 'catchUp', 'decrees']);
  cluster.write(n3);
  cluster.talk([n3, n4], ['accept', 'accepted']);
  cluster.lose();
  // Its first ballot comes to nothing, and its next one is above that of n3.
  for (let round = 0; round < 2; round++) {
    cluster.runOut(n2, 'election');
    cluster.lose();
    cluster.runOut(n1, 'election');
    cluster.talk([n1, n2], ['poll', 'polled']);
    if (round === 0) cluster.lose();
  }
  cluster.talk([n1, n2], ['prepare', 'promise', 'accept', 'accepted']);
  cluster.talk([n1, n4], ['prepare', 'promise', 'accept', 'accepted']);
  cluster.write(n1);
  cluster.talk([n1, n4], ['accept', 'accepted']);
  return cluster.told;
}

/** n1 leads and holds a lease; then it proposes a change of members. Returns whether it answers a read by its lease, before and after. */
export function leasedInAChange(make: Make): readonly boolean[] {
  const cluster = new LeasedCluster(make, first);
  for (const id of [n2, n3]) cluster.runOut(id, 'election');
  cluster.lose();
  cluster.runOut(n1, 'election');
  cluster.talk([n1, n2]);
  cluster.runOut(n1, 'heartbeat');
  cluster.talk([n1, n2]);
  const before = cluster.read(n1)?.byLease === true;
  cluster.give(n1, { type: 'configure', configuration: second, now: 0 });
  return [before, cluster.read(n1)?.byLease === true];
}

const n5 = nodeId('n5');
const five = [n1, n2, n3, n4, n5];

/** Five members, of whom these have a vote. */
function voting(id: number, ids: typeof five): ReturnType<typeof configuration> {
  const members = five.map(
    (each) => ({ id: each, incarnation: 0, part: ids.includes(each) ? 'voter' : 'observer' }) as const,
  );
  return configuration({ id: configurationId(id), members });
}

/**
 * n1 leads, and has n4 and n5 become voters from slots 9 and 11 on. They alone grant it a lease, while n2 and n3 decide the slots before that.
 *
 * Returns the last slot that n1 answers a read from by its lease, null where it does not, and the last one that a client was told of.
 */
export function leasedByLaterVoters(make: Make): readonly [read: number | null, acknowledged: number] {
  const cluster = new LeasedCluster(make, voting(1, [n1, n2, n3]), { alpha: 8, proposalsMax: 1 });
  for (const id of [n2, n3, n4, n5]) cluster.runOut(id, 'election');
  cluster.lose();
  cluster.runOut(n1, 'election');
  cluster.talk(five, ['poll', 'polled', 'prepare', 'promise']);
  cluster.lose();
  for (const change of [voting(2, [n1, n2, n3, n4]), voting(3, five)]) {
    cluster.give(n1, { type: 'configure', configuration: change, now: 0 });
    // The no-op too that has a change govern soon.
    for (let slot = 0; slot < 2; slot++) {
      cluster.talk(five, ['accept']);
      cluster.talk([n1, n2], ['accepted']);
    }
  }
  cluster.lose();
  // What all of them granted at first has run out.
  cluster.pass(500);
  cluster.runOut(n1, 'heartbeat');
  cluster.talk([n1, n4, n5], ['heartbeat', 'heard']);
  cluster.lose();
  for (let round = 0; round < 6 && !cluster.isLeading(n2); round++) {
    cluster.runOut(n3, 'election');
    cluster.lose();
    cluster.runOut(n2, 'election');
    cluster.talk([n2, n3], ['poll', 'polled', 'prepare', 'promise', 'catchUp', 'decrees']);
  }
  cluster.write(n2);
  cluster.talk([n2, n3]);
  const read = cluster.read(n1);
  return [read?.byLease === true ? read.slot : null, cluster.acknowledged];
}
