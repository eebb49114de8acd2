/** What a durable node has to do with large snapshots: each claim throws where production, or a mutant of it, does not. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { slot } from '#src/paxos/slot.js';
import type { Snapshot } from '#src/paxos/snapshot.js';
import type { LevelStorage } from '#src/storage/level-storage.js';
import { syncsOf } from '#test/storage/syncs.js';
import { cluster, type Record, type State } from '#test/storage/words.js';
import { type Message, poll, told } from '#test/transport/words.js';
import { decree, first, n1, n2 } from '#test/unit/paxos/log-words.js';
import { type Claim, inFolder, passes } from './claims.js';
import { comes, sending } from './network-claims.js';
import type { Production } from './production.js';

type Store = LevelStorage<string, State, number>;

export const SNAPSHOT_CLAIMS = {
  'a snapshot is whole on the disk before it has its name, and has it before it is recorded': (production) =>
    inStore(production, async (store) => {
      const steps = await syncsOf(() => store.write([[taken(7)]]));
      expect(steps).toEqual([
        'sync 0000000000000007.snapshot.unfinished',
        'rename to 0000000000000007.snapshot',
        'sync snapshots',
      ]);
    }),
  'a snapshot that was damaged is refused': (production) =>
    inStore(production, async (store, folder, close) => {
      await store.write([[taken(7)]]);
      await close();
      const path = join(folder, 'snapshots', '0000000000000007.snapshot');
      const bytes = await readFile(path);
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(path, bytes);
      await expect(production.openStore(folder)).rejects.toMatchObject({ reason: 'damaged' });
    }),
  'a snapshot that was begun is recorded, however fast newer ones are taken': (production) =>
    inStore(production, async (store) => {
      for (let at = 1; at <= 300 && (await store.load()).snapshot === null; at++) {
        await store.write([[decided(at), taken(at, 3_000)]]);
        await passes(1);
      }
      expect((await store.load()).snapshot).not.toBeNull();
    }),
  'a snapshot that is being written is not removed with older ones': (production) =>
    inStore(production, async (store) => {
      await store.write([[decided(1), taken(1, 10_000)]]);
      await store.write([[taken(7)]]);
      for (let round = 1; round <= 100; round++) {
        await expect(store.write([[{ type: 'round', round }]])).resolves.toBe(undefined);
        await passes(10);
      }
    }),
  'decrees stay until the snapshot that stands for them is recorded': (production) =>
    inStore(production, async (store, folder, close) => {
      await store.write([[decided(1)], [decided(2)], [taken(2, 10_000)]]);
      await close();
      const again = await production.openStore(folder);
      const { log, snapshot } = await again.load();
      await again.close();
      expect([log.base + log.decrees.length, snapshot]).toEqual([2, null]);
    }),
  'a heartbeat does not wait for a snapshot': (production) =>
    sending(production, async ({ transport, raws }) => {
      const raw = raws[0]!.greet({ id: n2 });
      raw.socket.pause();
      transport.send(n2, sent(1, 20_000));
      transport.send(n2, poll(1));
      await passes(100);
      raw.socket.resume();
      await comes(() => raw.kinds().includes('end'));
      expect(raw.kinds().indexOf('message')).toBeGreaterThan(-1);
      expect(raw.kinds().indexOf('message')).toBeLessThan(5);
    }),
  'a snapshot that was begun is sent to its end, however fast newer ones are taken': (production) =>
    sending(production, async ({ transport, raws }) => {
      const raw = raws[0]!.greet({ id: n2 });
      let through = 0;
      const taking = setInterval(() => transport.send(n2, sent(++through, 10_000)), 1);
      await comes(() => raw.kinds().includes('end'));
      clearInterval(taking);
      expect(raw.kinds().includes('end')).toBe(true);
      expect(through).toBeGreaterThan(1);
    }),
  'a snapshot whose connection has ended begins again': (production) =>
    sending(production, async ({ transport, raws }) => {
      raws[0]!.greet({ id: n2 });
      transport.send(n2, sent(1, 10_000));
      await comes(() => raws[0]!.kinds().includes('piece'));
      raws[0]!.socket.destroy();
      await comes(() => raws.length === 2);
      const raw = raws[1]!.greet({ id: n2 });
      await comes(() => raw.kinds().includes('end'));
      expect(raw.kinds().filter((kind) => kind === 'piece').length).toBeGreaterThan(300);
    }),
} satisfies Readonly<{ [name: string]: Claim }>;

const decided = (at: number): Record => ({ type: 'decided', slot: slot(at), value: decree('a') });

function snapshot(through: number, kilobytes: number): Snapshot<State, number> {
  const state = Array.from({ length: kilobytes }, () => 'x'.repeat(1_000));
  return { through, state, sessions: [], configurations: [{ from: slot(1), configuration: first }] };
}

function taken(through: number, kilobytes = 100): Record {
  return { type: 'snapshot', snapshot: snapshot(through, kilobytes), base: through };
}

function sent(through: number, kilobytes: number): Message {
  return told({ type: 'snapshot', snapshot: snapshot(through, kilobytes) });
}

/** A store in a folder; it is closed in the end, if it was not before. */
async function inStore(
  { initialiseStore, openStore }: Production,
  use: (store: Store, folder: string, close: () => Promise<void>) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    await initialiseStore(folder, cluster, n1);
    const store = await openStore<string, State, number>(folder);
    let closing: Promise<void> | undefined;
    const close = (): Promise<void> => {
      closing ??= store.close();
      return closing;
    };
    try {
      await use(store, folder, close);
    } finally {
      await close();
    }
  });
}
