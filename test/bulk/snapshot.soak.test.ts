/** Much state: a snapshot of it holds up neither votes nor heartbeats. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { Clients } from '#test/bulk/clients.js';
import { BulkyCluster } from '#test/bulk/cluster.js';
import type { Status } from '#test/bulk/machine.js';

const MEGABYTES = Number(process.env.BULK_MEGABYTES ?? 30);
const ELECTION_MS = 1_000;

let cluster: BulkyCluster | undefined;
afterEach(() => cluster?.close());

test(`a snapshot of ${MEGABYTES} MB is written, sent and installed under load, and nobody is elected meanwhile`, async () => {
  cluster = await BulkyCluster.start(3, { electionMs: ELECTION_MS, decreesMax: 100 });
  const all = cluster;
  for (let megabyte = 0; megabyte < MEGABYTES; megabyte++)
    expect(await all.call('n1', { type: 'grow' })).toMatchObject({ type: 'answered' });
  const { leader } = await all.status('n1');
  const away = all.names.find((name) => name !== leader)!;
  const others = all.names.filter((name) => name !== away);
  await all.kill(away);
  const clients = new Clients(all, others, 16);
  const executed = async (): Promise<number> => (await all.status(others[0]!)).executed;
  const before = await executed();
  // Snapshots are written, and the decrees that it lacks left out.
  while ((await executed()) < before + 300) await pause(200);
  const meanwhile = clients.latencies();
  for (const name of others) await all.status(name);
  await all.run(away);
  const begin = performance.now();
  let status: Status;
  do {
    await pause(200);
    status = await all.status(away);
    expect(performance.now() - begin).toBeLessThan(150_000);
  } while (status.executed < (await executed()) - 100 || status.megabytes < MEGABYTES);
  const caughtUpMs = Math.round(performance.now() - begin);
  const after = clients.latencies();
  await clients.end();
  const statuses = await Promise.all(all.names.map((name) => all.status(name)));
  console.info({ caughtUpMs, meanwhile, after, statuses });
  expect(all.errors).toBe('');
  expect(statuses.map(({ leaders }) => leaders)).toEqual(statuses.map(() => [leader]));
}, 400_000);
