/** A new cluster takes the place of one that has lost its majority. */
import { MemoryLevel } from 'memory-level';
import { expect, test } from 'vitest';
import { connect } from '#src/node/client.js';
import { openNode } from '#src/node/node.js';
import { systemClock } from '#src/node/system-clock.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { type Cluster, foundCluster } from '#src/storage/identity.js';
import { initialiseLevel, openLevel } from '#src/storage/level-storage.js';
import { seedOf } from '#src/storage/recovery.js';
import { memoryNetwork } from '#src/transport/memory-network.js';
import type { State } from '#test/storage/words.js';
import { n1, n2, n3 } from '#test/unit/paxos/log-words.js';
import { machine } from '#test/unit/paxos/replica-words.js';

const world = { clock: systemClock, random: Math.random };
const network = memoryNetwork();

async function boot(db: MemoryLevel) {
  const storage = await openLevel<string, State, number>(db);
  const limits = { ...storage.identity.limits, electionMs: 60, heartbeatMs: 10, resendMs: 20 };
  return openNode({ ...storage.identity, limits, machine }, { ...world, storage, transport: network.join() });
}

async function initialised(cluster: Cluster, id: NodeId, seed?: Parameters<typeof initialiseLevel>[3]) {
  const db = new MemoryLevel();
  await initialiseLevel(db, cluster, id, seed);
  return db;
}

test('it goes on from the state of a survivor, and the old members are strangers to it (D13)', async () => {
  const old = foundCluster({ name: 'orders', members: [n1, n2, n3] });
  const disks = await Promise.all([n1, n2, n3].map((id) => initialised(old, id)));
  const before = await Promise.all(disks.map(boot));
  const client = connect(before, world);
  for (const command of ['a', 'b', 'c']) await client.propose(command);
  for (const node of before) node.close();

  const stores = await Promise.all(disks.map((disk) => openLevel<string, State, number>(disk)));
  const seeds = await Promise.all(stores.map((store) => seedOf(store, machine)));
  const seed = seeds.reduce((best, other) => (other.through > best.through ? other : best));
  expect(seed.state).toEqual(['a', 'b', 'c']);

  const cluster = foundCluster({ name: 'orders', members: [n1, n2] });
  const after = await Promise.all([n1, n2].map(async (id) => boot(await initialised(cluster, id, seed))));
  await expect(connect(after, world).propose('d')).resolves.toMatchObject({ answer: 4 });
  expect(after.map(({ status }) => status.state)).toContainEqual(['a', 'b', 'c', 'd']);

  // n3 comes back with its old store: it hears nobody, and nobody hears it.
  const returned = await boot(disks[2]!);
  await new Promise<void>((resolve) => systemClock.after(300, resolve));
  expect(returned.status).toMatchObject({ phase: 'following', leader: null });
  for (const node of [returned, ...after]) node.close();
});
