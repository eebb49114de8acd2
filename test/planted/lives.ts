/** Two lives of one node: a member that is added anew while it is being removed. */
import { changedBy } from '#src/node/member-change.js';
import type { Configuration } from '#src/paxos/configuration.js';
import { replicaOf } from '#src/paxos/replica.js';
import { LeasedCluster } from '#test/leases/cluster.js';
import { first, n1, n2, n3, voters } from '#test/unit/paxos/log-words.js';

const ALL = [n1, n2, n3];
const again = { id: n3, incarnation: 7 };

/** Adds a node as soon as the last configuration is without it, though slots are open in which it has a vote. */
export const addingAtOnce: typeof changedBy = (change, knowledge) =>
  changedBy(change, { ...knowledge, configurations: knowledge.configurations.slice(-1) });

/**
 * n1 has n3 removed, and added anew as soon as it lets it. Then n1 has two decrees acknowledged by the vote of n3 alone, where that has one
 * still. n3 begins anew with an empty disk, n1 is cut off, and n2 leads if it can.
 *
 * Returns the slots that clients were told of.
 */
export function acrossTwoLives(change: typeof changedBy): readonly number[] {
  const cluster = new LeasedCluster(replicaOf, first, { alpha: 5, proposalsMax: 1, leaseMs: 0 });
  for (const id of [n2, n3]) cluster.runOut(id, 'election');
  cluster.lose();
  cluster.runOut(n1, 'election');
  cluster.talk(ALL);
  cluster.give(n1, { type: 'configure', configuration: voters(2, n1, n2), now: 0 });
  const decideUntil = (isThere: () => boolean): void => {
    for (let rounds = 0; !isThere(); rounds++) {
      if (rounds === 10) throw new Error('expected n1 to have it decided');
      cluster.talk([n1, n2], ['prepare', 'promise', 'accept']);
      cluster.talk([n1, n2], ['accepted']);
      cluster.talk(ALL, ['decided']);
    }
  };
  const knows = (id: number) => () => cluster.open(n1).at(-1)!.configuration.id === id;
  decideUntil(knows(2));
  const added = () => {
    const configurations = cluster.open(n1).map(({ configuration }) => configuration);
    return change(
      { type: 'add', ...again },
      { configurations, lacking: () => null, addressOf: () => undefined },
    );
  };
  decideUntil(() => !('reason' in added()) && cluster.isLeading(n1));
  cluster.give(n1, { type: 'configure', configuration: added() as Configuration, now: 0 });
  for (let write = 0; write < 2; write++) cluster.write(n1);
  decideUntil(knows(3));
  cluster.talk([n1, n3], ['accept', 'accepted']);
  cluster.lose();
  cluster.place({ ...again, ...cluster.open(n1).at(-1)! });
  for (const id of [n3, n2]) cluster.runOut(id, 'election');
  cluster.talk([n2, n3], ['poll', 'polled', 'catchUp', 'decrees', 'prepare', 'promise']);
  cluster.write(n2);
  cluster.talk([n2, n3]);
  return cluster.told;
}
