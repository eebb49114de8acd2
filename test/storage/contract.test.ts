/** The contract of a storage, over every adapter there is. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { MemoryLevel } from 'memory-level';
import { afterAll, describe, expect, test } from 'vitest';
import type { Storage } from '#src/node/ports.js';
import { type Kept, nothingKept } from '#src/paxos/record.js';
import { initialiseLevel, openLevel } from '#src/storage/level-storage.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { initialiseStore, openStore } from '#src/storage/store.js';
import { cluster, histories, keptAfter, type State, start } from '#test/storage/words.js';
import { n1 } from '#test/unit/paxos/log-words.js';

interface Opened {
  readonly storage: Storage<string, State, number>;
  readonly close: () => Promise<void>;
}

/** A new store of each kind, as a function that opens it again and again. */
const ADAPTERS: Readonly<Record<string, () => Promise<() => Promise<Opened>>>> = {
  'in memory': async () => {
    const storage = memoryStorage<string, State, number>(start);
    return async () => ({ storage, close: async () => {} });
  },
  'on a level database in memory': async () => {
    const db = new MemoryLevel();
    await initialiseLevel(db, cluster, n1);
    // Its contents are gone with it, so that it stays open.
    return async () => ({ storage: await openLevel(db), close: async () => {} });
  },
  'on a disk': async () => {
    const folder = await mkdtemp(join(root, 'store-'));
    await initialiseStore(folder, cluster, n1);
    return async () => {
      const storage = await openStore<string, State, number>(folder, { meant: cluster });
      return { storage, close: () => storage.close() };
    };
  },
};

const root = await mkdtemp(join(tmpdir(), 'synod-contract-'));
afterAll(() => rm(root, { recursive: true }));

describe.each(Object.entries(ADAPTERS))('a storage %s', (_, create) => {
  const loaded = async ({ storage }: Opened): Promise<Kept<string, State, number>> =>
    (await storage.load()) ?? nothingKept(start);

  test('has nothing at first', async () => {
    const open = await create();
    const opened = await open();
    expect(await loaded(opened)).toEqual(nothingKept(start));
    await opened.close();
  });

  test('has what all batches come to, whenever it is opened again', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(30), async (writes, again) => {
        const open = await create();
        let opened = await open();
        for (const [index, batches] of writes.entries()) {
          await opened.storage.write(batches);
          if (index !== again) continue;
          await opened.close();
          opened = await open();
          expect(await loaded(opened)).toEqual(keptAfter(writes.slice(0, index + 1).flat()));
        }
        await opened.close();
        opened = await open();
        expect(await loaded(opened)).toEqual(keptAfter(writes.flat()));
        await opened.close();
      }),
      { numRuns: 30 },
    );
  });
});
