/** Who leads after a leader that goes: one that is there, and nobody to whom that was said long ago. */
import { replicaOf } from '#src/paxos/replica.js';
import { Leader } from '#test/changes/leader.js';
import { LeasedCluster, type Make } from '#test/leases/cluster.js';
import { n1, n2, n3 } from '#test/unit/paxos/log-words.js';

const ALL = [n1, n2, n3];
const OTHERS = [n2, n3];

/** Hears that it is to lead as if it had promised nothing since. */
export const believingWhatIsLate: Make = (options) => {
  const { start, step } = replicaOf(options);
  return {
    start,
    step: (replica, input) => {
      if (input.type !== 'message' || input.message.type !== 'release') return step(replica, input);
      const { acceptor } = replica;
      const [after, effects] = step({ ...replica, acceptor: { ...acceptor, promised: null } }, input);
      const promised = after.acceptor.promised ?? acceptor.promised;
      return [{ ...after, acceptor: { ...after.acceptor, promised } }, effects];
    },
  };
};

/** n1 lets n2 lead, which hears of it when n3 has come to lead in the meantime. Whether n3 leads no more then. */
export function isDeposedByWhatIsLate(make: Make): boolean {
  const cluster = new LeasedCluster(make);
  for (const id of OTHERS) cluster.runOut(id, 'election');
  cluster.lose();
  cluster.runOut(n1, 'election');
  cluster.talk(ALL);
  cluster.runOut(n2, 'election');
  cluster.lose();
  cluster.transfer(n1, n2);
  cluster.pass(1_000);
  cluster.runOut(n3, 'election');
  cluster.talk(OTHERS);
  if (!cluster.isLeading(n3)) throw new Error('expected n3 to lead');
  cluster.pass(1_000);
  cluster.talk(ALL, ['release']);
  cluster.talk(OTHERS);
  return !cluster.isLeading(n3);
}

/** n2 knew all that is decided, and has been silent since; n3 lacks one decree, and answers. Whom the leader would let lead. */
export function heirOf(silentMs: number): typeof n1 | undefined {
  const leader = new Leader({ silentMs });
  for (const id of OTHERS) leader.greet(id, 0);
  for (const id of OTHERS) leader.hear(id, 0);
  leader.change({ type: 'move', id: n3, address: 'new:1' });
  leader.hear(n2, 0);
  leader.now += 1_500;
  leader.hear(n3, 0, 1);
  return leader.heir;
}
