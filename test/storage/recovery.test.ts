/** A new cluster takes the place of one that has lost its majority. */
import { MemoryLevel } from 'memory-level';
import { expect, test } from 'vitest';
import { connect } from '#src/node/client.js';
import { openNode } from '#src/node/node.js';
import { systemClock } from '#src/node/system-clock.js';
import type { Decree } from '#src/paxos/decree.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { slot } from '#src/paxos/slot.js';
import { type Cluster, foundCluster } from '#src/storage/identity.js';
import { initialiseLevel, type LevelStorage, openLevel } from '#src/storage/level-storage.js';
import { seedOf } from '#src/storage/recovery.js';
import { memoryNetwork } from '#src/transport/memory-network.js';
import type { State } from '#test/storage/words.js';
import { n1, n2, n3 } from '#test/unit/paxos/log-words.js';
import { machine } from '#test/unit/paxos/replica-words.js';

type Store = LevelStorage<string, State, number>;

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
  const seed = await seedOf(stores as [Store, ...Store[]], machine);
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

test('with the stores of any majority nothing is lost that was answered, though only votes tell of it', async () => {
  const cluster = foundCluster({ name: 'orders', members: [n1, n2, n3] });
  const stores = await Promise.all(
    [n1, n2, n3].map(async (id) => openLevel<string, State, number>(await initialised(cluster, id))),
  );
  const [one, two, three] = stores as [Store, Store, Store];
  const earlier = { round: 1, proposer: n1, incarnation: 1 };
  const later = { round: 2, proposer: n3, incarnation: 3 };
  const opens = { type: 'openSession', nonce: 'n' } as const;
  const says = (sequence: number, command: string) =>
    ({ type: 'batch', requests: [{ session: 1, sequence, answered: 0, command }] }) as const;
  const vote = (at: number, ballot: typeof earlier, value: Decree<string>) =>
    ({ type: 'vote', slot: slot(at), ballot, value }) as const;
  // Slot 1 is decided, and n3 does not know it. Slot 2 is chosen in the later ballot by n2 and n3. Slot 4 stands behind a hole.
  const decided = { type: 'decided', slot: slot(1), value: opens } as const;
  await one.write([[decided, vote(2, earlier, says(1, 'superseded'))]]);
  await two.write([
    [vote(1, earlier, opens), vote(2, later, says(1, 'chosen')), vote(4, later, says(2, 'behind'))],
  ]);
  await three.write([[vote(2, later, says(1, 'chosen'))]]);
  const stateOf = async (...some: [Store, ...Store[]]) => (await seedOf(some, machine)).state;
  for (const majority of [
    [one, two],
    [three, one],
    [three, two],
    [one, two, three],
  ])
    expect(await stateOf(...(majority as [Store, ...Store[]]))).toEqual(['chosen']);
  // Less than a majority: what was answered may be lost, and what was not may be there.
  expect(await stateOf(one)).toEqual(['superseded']);
  expect(await stateOf(three)).toEqual([]);
});

test('stores of different clusters are no stores of one', async () => {
  const stores = await Promise.all(
    ['orders', 'bills'].map(async (name) =>
      openLevel<string, State, number>(await initialised(foundCluster({ name, members: [n1] }), n1)),
    ),
  );
  await expect(seedOf(stores as [Store, Store], machine)).rejects.toMatchObject({ reason: 'foreign' });
});
