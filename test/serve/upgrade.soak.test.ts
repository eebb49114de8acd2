/** A rolling upgrade: servers are replaced by those of a later version, one after the other, while clients write. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { ask } from '#src/demo/ask.js';
import { Clients } from '#src/demo/clients.js';
import { Cluster } from '#src/demo/cluster.js';
import { Ledger, type Written } from '#src/demo/ledger.js';
import { VERSIONS } from '#src/node/handshake.js';
import { KNOWN } from '#src/paxos/versions.js';
import type { ServerStatus } from '#src/serve/health.js';
import { ANOTHER_DECREE, ANOTHER_FORMAT, type Change, nextVersion } from '#test/serve/next-version.js';

const WITHIN_MS = 30_000;
/** The highest version that this program speaks; that of its decrees may be lower. */
const NOW = VERSIONS.versionMax;
const closings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

async function eventually(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`expected ${what} within ${WITHIN_MS} ms`);
    await pause(50);
  }
}

/** Three servers of this version, clients that write, and the program of the later one. */
async function staged(changes: readonly Change[]) {
  const { program, remove } = nextVersion(changes);
  closings.push(remove);
  const cluster = await Cluster.found();
  closings.push(() => cluster.close());
  const { names } = cluster;
  for (const name of names) cluster.start(name);
  const ledger = new Ledger(() => performance.now());
  const clients = new Clients(() => names.map((name) => cluster.url(name)), ledger);
  closings.push(() => clients.stop());

  const statusOf = async (name: string) =>
    (await ask<ServerStatus>(`${cluster.url(name)}/v1/status`, 1_000))?.body;
  const isReady = async (name: string) => (await ask(`${cluster.url(name)}/readyz`, 2_000))?.status === 200;
  const ready = (name: string) => eventually(() => isReady(name), `${name} to be ready`);
  /** Its clients ask others meanwhile. */
  const replace = async (name: string, by?: string): Promise<void> => {
    await cluster.kill(name, 'SIGTERM');
    cluster.start(name, by);
    await ready(name);
    const before = ledger.acknowledged;
    await eventually(() => ledger.acknowledged > before + 20, 'writes');
  };
  /** What a server of this version says that is started where a later one has been. */
  const refusal = async (name: string): Promise<string> => {
    await cluster.kill(name, 'SIGTERM');
    cluster.failures = '';
    cluster.start(name);
    await eventually(() => cluster.condition(name) === 'killed', `the end of ${name}`);
    const said = cluster.failures;
    cluster.failures = '';
    return said;
  };
  /** All that was acknowledged is there, on every member, as it was written. */
  const assertNothingIsLost = async (): Promise<void> => {
    await clients.stop();
    expect(ledger.problems).toEqual([]);
    expect(cluster.failures).toBe('');
    for (const name of names) {
      await ready(name);
      const found = await tableOf(cluster.url(name));
      for (const [key, value] of ledger.kept) expect(found.get(key)).toMatchObject({ value, version: 1 });
    }
  };
  for (const name of names) await ready(name);
  return { cluster, names, program, statusOf, ready, replace, refusal, assertNothingIsLost };
}

async function tableOf(url: string): Promise<ReadonlyMap<string, Written>> {
  const found = new Map<string, Written>();
  for (let behind = ''; ; ) {
    const answered = await ask<{ entries: readonly Written[]; hasMore: boolean }>(
      `${url}/v1/keys?limit=1000&behind=${encodeURIComponent(behind)}`,
      5_000,
    );
    const { entries, hasMore } = answered!.body;
    for (const entry of entries) found.set(entry.key, entry);
    if (!hasMore) return found;
    behind = entries.at(-1)!.key;
  }
}

describe('a cluster is brought to a later version under load, and loses nothing', () => {
  test('one that knows more decrees: it can be taken back until all have it, and is used then', async () => {
    const { names, program, statusOf, replace, refusal, ready, cluster, assertNothingIsLost } =
      await staged(ANOTHER_DECREE);
    await replace('n1', program);
    const versionsOf = async (name: string) => {
      const { enabled, peers } = (await statusOf(name)) ?? { enabled: null, peers: {} };
      return { enabled, spoken: new Set(Object.values(peers).map(({ version }) => version)) };
    };
    const isMixed = async () => {
      const { enabled, spoken } = await versionsOf('n1');
      return enabled === KNOWN && spoken.has(NOW) && spoken.size === 1;
    };
    await eventually(isMixed, 'the earlier version among all');
    await replace('n1');
    for (const name of names) await replace(name, program);
    await eventually(async () => {
      const all = await Promise.all(names.map(versionsOf));
      return all.every(({ enabled, spoken }) => enabled === 99 && spoken.has(99) && spoken.size === 1);
    }, 'the later version on all members');
    expect(await refusal('n3')).toMatch(
      new RegExp(`versions up to ${NOW} .*start this member with the program of the others`, 's'),
    );
    cluster.start('n3', program);
    await ready('n3');
    await assertNothingIsLost();
  }, 240_000);

  test('one that writes another format: it reads the earlier one, and says what the earlier one cannot read', async () => {
    const { names, program, refusal, replace, ready, cluster, assertNothingIsLost } =
      await staged(ANOTHER_FORMAT);
    for (const name of names) await replace(name, program);
    expect(await refusal('n2')).toMatch(
      /expected records in format 2 at most.*start the version that wrote it last/s,
    );
    cluster.start('n2', program);
    await ready('n2');
    await assertNothingIsLost();
  }, 240_000);
});
