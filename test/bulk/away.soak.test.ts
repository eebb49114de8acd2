/** A node that was away for many writes catches up while the cluster serves. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { Clients } from '#test/bulk/clients.js';
import { BulkyCluster } from '#test/bulk/cluster.js';

const WRITES = Number(process.env.BULK_WRITES ?? 5_000);
const CLIENTS = 64;

let cluster: BulkyCluster | undefined;
afterEach(() => cluster?.close());

test(`a node that was away for ${WRITES} writes catches up, and the others go on answering`, async () => {
  cluster = await BulkyCluster.start(3, { decreesMax: 1_000 });
  const all = cluster;
  expect(await all.call('n1', { type: 'add', key: 'first', add: 1 })).toMatchObject({ type: 'answered' });
  const { leader } = await all.status('n1');
  const away = all.names.find((name) => name !== leader)!;
  const others = all.names.filter((name) => name !== away);
  await all.kill(away);
  const clients = new Clients(all, others, CLIENTS);
  while (clients.answered < WRITES) await pause(100);
  const meanwhile = clients.latencies();
  await all.run(away);
  const begin = performance.now();
  const ahead = async (): Promise<number> => (await all.status(others[0]!)).executed;
  const wanted = await ahead();
  while ((await all.status(away)).executed < wanted) await pause(50);
  const caughtUpMs = Math.round(performance.now() - begin);
  const after = clients.latencies();
  await clients.end();
  // Load has ended: it comes to where the others are, and not only to where they were.
  const end = await ahead();
  while ((await all.status(away)).executed < end) await pause(50);
  console.info({ caughtUpMs, meanwhile, after });
  expect(all.errors).toBe('');
  expect([meanwhile.failed, after.failed]).toEqual([0, 0]);
  expect(after.answered).toBeGreaterThan(0);
}, 1_800_000);
