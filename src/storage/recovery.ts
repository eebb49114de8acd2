/**
 * Recovery: a new cluster that begins with the state of an old one, of which a majority is gone, or of which there is a copy.
 *
 * It has another name and other incarnations, so that members of the old one are strangers to it if they come back. What the old
 * cluster decided and this store had not heard of is lost: there is no other way to go on without a majority.
 */
import type { Executed } from '../paxos/execution.js';
import type { Machine } from '../paxos/machine.js';
import { replicaOf } from '../paxos/replica.js';
import type { LevelStorage } from './level-storage.js';

/**
 * The state that a store has come to, for {@link initialiseStore} of each member of a new cluster. All of them need the same.
 *
 * @example
 * const db = new MemoryLevel();
 * await initialiseLevel(db, foundCluster({ name: 'old', members: [nodeId('n1')] }), nodeId('n1'));
 * const machine = { start: 0, apply: (sum: number, add: number) => [sum + add, sum + add] as const };
 * const seed = await seedOf(await openLevel<number, number, number>(db), machine);
 * const cluster = foundCluster({ name: 'new', members: [nodeId('n1')] });
 * await initialiseLevel(new MemoryLevel(), cluster, nodeId('n1'), seed);
 * seed.state; // → 0
 */
export async function seedOf<Command, State, Answer>(
  store: LevelStorage<Command, State, Answer>,
  machine: Machine<Command, State, Answer>,
): Promise<Executed<State, Answer>> {
  const [replica] = replicaOf({ ...store.identity, machine }).start(await store.load());
  return replica.executed;
}
