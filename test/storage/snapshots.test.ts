/** Large snapshots: in files of their own, written while the store goes on, and recorded when they are durable. */
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { slot } from '#src/paxos/slot.js';
import type { Snapshot } from '#src/paxos/snapshot.js';
import type { LevelStorage } from '#src/storage/level-storage.js';
import { SnapshotFiles } from '#src/storage/snapshot-files.js';
import { SnapshotWriter } from '#src/storage/snapshot-writer.js';
import { initialiseStore, openStore } from '#src/storage/store.js';
import { cluster, keptAfter, type Record, type State } from '#test/storage/words.js';
import { until } from '#test/transport/words.js';
import { decree, first, n1 } from '#test/unit/paxos/log-words.js';
import { syncsOf } from './syncs.js';

const root = await mkdtemp(join(tmpdir(), 'synod-snapshots-'));
afterAll(() => rm(root, { recursive: true }));

type Store = LevelStorage<string, State, number>;

const configurations = [{ from: slot(1), configuration: first }];
const decided = (at: number): Record => ({ type: 'decided', slot: slot(at), value: decree(String(at)) });
const large = (through: number, kilobytes = 100): Snapshot<State, number> => ({
  through,
  state: Array.from({ length: kilobytes }, () => `${through} `.repeat(1_000 / String(through).length)),
  sessions: [],
  configurations,
});
const taken = (through: number, base = through): Record => ({
  type: 'snapshot',
  snapshot: large(through),
  base,
});

async function made(name: string): Promise<{ readonly folder: string; readonly store: Store }> {
  const folder = join(root, name);
  await initialiseStore(folder, cluster, n1);
  return { folder, store: await openStore<string, State, number>(folder) };
}

/** Writes nothing new until the snapshot is recorded. */
async function recorded(store: Store, through: number): Promise<void> {
  let round = 0;
  while ((await store.load()).snapshot?.through !== through) {
    await store.write([[{ type: 'round', round: ++round }]]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(round).toBeLessThan(1_000);
  }
}

const filesOf = (folder: string): Promise<readonly string[]> => readdir(join(folder, 'snapshots'));

describe('a large snapshot', () => {
  test('is read back, without the decrees that it stands for', async () => {
    const { folder, store } = await made('back');
    await store.write([[decided(1)], [decided(2)], [decided(3)], [taken(3, 2)]]);
    await recorded(store, 3);
    await store.close();
    const again = await openStore<string, State, number>(folder);
    const kept = await again.load();
    expect(kept.snapshot).toEqual(large(3));
    expect(kept.log).toEqual(keptAfter([[decided(1), decided(2), decided(3), taken(3, 2)]]).log);
    await again.close();
  });

  test('that a crash came before is not there, and its decrees are', async () => {
    const { folder, store } = await made('before');
    await store.write([[decided(1)], [decided(2)], [taken(2)]]);
    await store.close();
    const again = await openStore<string, State, number>(folder);
    expect(await again.load()).toEqual(keptAfter([[decided(1), decided(2)]]));
    expect(await filesOf(folder)).toEqual([]);
    await again.close();
  });

  test('of another member is durable when its write has ended, and so is what comes after it', async () => {
    const { folder, store } = await made('another');
    await store.write([[taken(7)], [decided(8)]]);
    await store.close();
    const again = await openStore<string, State, number>(folder);
    expect(await again.load()).toEqual(keptAfter([[taken(7), decided(8)]]));
    await again.close();
  });

  test('takes the place of the one before, whose file is removed', async () => {
    const { folder, store } = await made('place');
    await store.write([[taken(5)]]);
    await store.write([[decided(6), taken(6)]]);
    await recorded(store, 6);
    expect(await filesOf(folder)).toEqual(['0000000000000006.snapshot']);
    await store.write([[{ type: 'snapshot', snapshot: { ...large(9), state: ['small'] }, base: 9 }]]);
    await store.close();
    const again = await openStore<string, State, number>(folder);
    expect((await again.load()).snapshot?.state).toEqual(['small']);
    expect(await filesOf(folder)).toEqual([]);
    await again.close();
  });

  test('is not overtaken by those that come while it is written (D15)', async () => {
    const { store } = await made('overtaken');
    await store.write([[decided(1)], [{ type: 'snapshot', snapshot: large(1, 5_000), base: 1 }]]);
    let at = 1;
    while ((await store.load()).snapshot === null) {
      at++;
      await store.write([[decided(at), { type: 'snapshot', snapshot: large(at, 5_000), base: at }]]);
      expect(at).toBeLessThan(10_000);
    }
    expect(at).toBeGreaterThan(2);
    expect((await store.load()).snapshot!.through).toBeLessThan(at);
    await store.close();
  });

  test('is synced before it has its name, and its name before it is recorded (D14)', async () => {
    const files = new SnapshotFiles(join(root, 'named', 'snapshots'));
    const steps = await syncsOf(async () => void (await files.write(large(3))));
    expect(steps).toEqual([
      'sync named',
      'sync 0000000000000003.snapshot.unfinished',
      'rename to 0000000000000003.snapshot',
      'sync snapshots',
    ]);
  });

  test.each([
    ['is cut', (path: string) => truncate(path, 50_000)],
    ['is gone', (path: string) => rm(path)],
    ['is other bytes', (path: string) => writeFile(path, Buffer.alloc(102_000))],
  ])('whose file %s is refused', async (how, harm) => {
    const { folder, store } = await made(`harmed ${how}`);
    await store.write([[taken(7)]]);
    await store.close();
    await harm(join(folder, 'snapshots', '0000000000000007.snapshot'));
    await expect(openStore(folder)).rejects.toMatchObject({ reason: 'damaged' });
  });
});

describe('the writer of snapshots', () => {
  test('tells at the next batch that one could not be written', async () => {
    await writeFile(join(root, 'file'), '');
    const writer = new SnapshotWriter<State, number>(new SnapshotFiles(join(root, 'file', 'snapshots')));
    writer.put({ type: 'snapshot', snapshot: large(1), base: 1 });
    const refusal = (): unknown => {
      try {
        return writer.take();
      } catch (error) {
        return error;
      }
    };
    await until(() => refusal() !== undefined, 'the failure');
    expect(refusal()).toMatchObject({ code: 'ENOTDIR' });
  });

  test('gives up what is under way when it is closed', async () => {
    const folder = join(root, 'given up');
    const writer = new SnapshotWriter<State, number>(new SnapshotFiles(folder));
    writer.put({ type: 'snapshot', snapshot: large(1, 50_000), base: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await writer.close();
    expect(writer.take()).toBe(undefined);
    expect(await readdir(folder)).toEqual(['0000000000000001.snapshot.unfinished']);
  });
});
