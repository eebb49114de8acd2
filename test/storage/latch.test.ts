/** A storage whose disk has failed once writes nothing any more, even if the disk works again. */
import { MemoryLevel } from 'memory-level';
import { describe, expect, test } from 'vitest';
import { openNode } from '#src/node/node.js';
import { systemClock } from '#src/node/system-clock.js';
import { foundCluster } from '#src/storage/identity.js';
import { initialiseLevel, openLevel } from '#src/storage/level-storage.js';
import { memoryNetwork } from '#src/transport/memory-network.js';
import { FailingLevel } from '#test/storage/failing-level.js';
import { cluster, type State } from '#test/storage/words.js';
import { n1 } from '#test/unit/paxos/log-words.js';
import { machine } from '#test/unit/paxos/replica-words.js';

describe('after a write that failed', () => {
  test('nothing is written, by whatever way (D8, D12)', async () => {
    const db = new FailingLevel();
    await initialiseLevel(db, cluster, n1);
    const store = await openLevel<string, State, number>(db);
    await store.write([[{ type: 'round', round: 1 }]]);
    db.failsAt = db.batches + 1;
    await expect(store.write([[{ type: 'round', round: 2 }]])).rejects.toThrow('the disk is full');
    const tried = db.batches;
    await expect(store.write([[{ type: 'round', round: 3 }]])).rejects.toMatchObject({ reason: 'latched' });
    await expect(store.countStart()).rejects.toMatchObject({ reason: 'latched' });
    expect(db.batches).toBe(tried);
    expect((await (await openLevel(db)).load()).round).toBe(1);
  });

  test('the node takes no part any more, and the disk sees nothing of it (D8, D12)', async () => {
    const db = new FailingLevel();
    const alone = foundCluster({ name: 'alone', members: [n1] });
    await initialiseLevel(db, alone, n1);
    const storage = await openLevel<string, State, number>(db);
    const limits = { ...alone.limits, electionMs: 20, heartbeatMs: 5 };
    const reported: unknown[] = [];
    const node = await openNode(
      { ...storage.identity, limits, machine, report: (error) => void reported.push(error) },
      { storage, transport: memoryNetwork().join(), clock: systemClock, random: Math.random },
    );
    while (node.status.phase !== 'leading') await systemClockPasses(5);
    await expect(node.openSession('before')).resolves.toMatchObject({ type: 'opened' });
    db.failsAt = db.batches + 1;
    await expect(node.openSession('at the failure')).resolves.toMatchObject({ type: 'unknown' });
    const tried = db.batches;
    await systemClockPasses(100);
    await expect(node.openSession('after')).resolves.toMatchObject({ type: 'rejected' });
    expect(reported).toEqual([new Error('the disk is full')]);
    expect(node.status.isClosed).toBe(true);
    expect(db.batches).toBe(tried);
  });
});

test('a second write while one is under way is a mistake of the driver, and harms neither', async () => {
  const db = new MemoryLevel();
  await initialiseLevel(db, cluster, n1);
  const store = await openLevel<string, State, number>(db);
  const first = store.write([[{ type: 'round', round: 1 }]]);
  await expect(store.write([[{ type: 'round', round: 2 }]])).rejects.toThrow('one write at a time');
  await first;
  await store.write([[{ type: 'round', round: 3 }]]);
  expect((await (await openLevel(db)).load()).round).toBe(3);
});

function systemClockPasses(ms: number): Promise<void> {
  return new Promise((resolve) => systemClock.after(ms, resolve));
}
