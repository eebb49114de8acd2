/** What a durable node has to do: each claim throws where production, or a mutant of it, does not. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { MemoryLevel } from 'memory-level';
import { expect } from 'vitest';
import { typeSaid } from '#src/node/member-message.js';
import type { SynodNode } from '#src/node/node.js';
import type { NodeMessage } from '#src/node/node-message.js';
import type { Peer } from '#src/node/ports.js';
import { configurationId } from '#src/paxos/configuration.js';
import type { Identity } from '#src/storage/identity.js';
import type { Level } from '#src/storage/level-batch.js';
import type { StorageError } from '#src/storage/storage-error.js';
import { FailingLevel } from '#test/storage/failing-level.js';
import { syncsOf } from '#test/storage/syncs.js';
import { bytes, cluster, histories, keptAfter, type Record, type State } from '#test/storage/words.js';
import { n1, n2, n3, slotVote } from '#test/unit/paxos/log-words.js';
import { machine } from '#test/unit/paxos/replica-words.js';
import type { Production } from './production.js';

export type Claim = (production: Production) => Promise<void>;

const promise = (round: number): Record => ({ type: 'promised', ballot: { round, proposer: n2 } });
const round = (number: number): Record => ({ type: 'round', round: number });

export const CLAIMS = {
  'everything that was written is read back': async ({ initialiseLevel, openLevel }) => {
    for (const writes of fc.sample(histories, { numRuns: 20, seed: 1 })) {
      const db = new MemoryLevel();
      await initialiseLevel(db, cluster, n1);
      for (const [index, batches] of writes.entries()) {
        await (await openLevel<string, State, number>(db)).write(batches);
        expect(await (await openLevel(db)).load()).toEqual(keptAfter(writes.slice(0, index + 1).flat()));
      }
    }
  },
  'a damaged record is refused': async (production) => {
    const db = await written(production);
    const value = Uint8Array.from((await db.get<string, Uint8Array>('round', bytes))!);
    value[value.length - 1]! ^= 1;
    await db.put<string, Uint8Array>('round', value, bytes);
    await isRefused(production, db, 'damaged');
  },
  'a missing record is refused': async (production) => {
    const db = await written(production);
    await db.del('promised');
    await isRefused(production, db, 'incomplete');
  },
  'an earlier value is refused': async (production) => {
    const db = await written(production);
    const before = (await db.get<string, Uint8Array>('promised', bytes))!;
    await (await production.openLevel<string, State, number>(db)).write([[promise(3)]]);
    await db.put<string, Uint8Array>('promised', before, bytes);
    await isRefused(production, db, 'incomplete');
  },
  'another member’s store is refused': async ({ openLevel, ...production }) => {
    const db = await written({ openLevel, ...production });
    await expect(openLevel(db, { meant: { id: n3 } })).rejects.toMatchObject({ reason: 'foreign' });
  },
  'a store is made where there is none': async (production) => {
    const db = await written(production);
    await expect(production.initialiseLevel(db, cluster, n1)).rejects.toMatchObject({ reason: 'occupied' });
  },
  'each start has a number of its own': async ({ openLevel, ...production }) => {
    const db = await written({ openLevel, ...production });
    expect([(await openLevel(db)).start, (await openLevel(db)).start]).toEqual([2, 3]);
  },
  'each batch is synced': async (production) => {
    const db = new FailingLevel();
    await written(production, db);
    expect(db.unsynced).toBe(0);
  },
  'nothing is written after a write that failed': async (production) => {
    const db = new FailingLevel();
    await written(production, db);
    const store = await production.openLevel<string, State, number>(db);
    db.failsAt = db.batches + 1;
    await expect(store.write([[round(5)]])).rejects.toThrow('the disk is full');
    await expect(store.write([[round(6)]])).rejects.toThrow();
    expect(db.batches).toBe(db.failsAt);
  },
  'a write that failed stops the node': (production) =>
    alone(production, async (node, db) => {
      db.failsAt = db.batches + 1;
      await Promise.race([node.openSession('n'), passes(500)]);
      expect(node.status.isClosed).toBe(true);
    }),
  'nothing is told before it is durable': async (production) => {
    const db = await written(production, new FailingLevel());
    const { node, storage, sent, say } = await among(production, db);
    say({ type: 'witnessed', start: storage.start, reach: null });
    db.hangs = true;
    const message = { type: 'accept', ...slotVote('1 9.n2 a'), configuration: configurationId(1) } as const;
    say({ type: 'told', incarnation: 0, reach: { start: 1, batch: 1 }, message });
    await passes(50);
    expect(sent).not.toContain('accepted');
    node.close();
  },
  'a folder that was wiped is not opened': (production) =>
    inFolder(async (folder) => {
      const meant = { ...cluster, id: n1, incarnation: 0 };
      expect(await refusalOf(production, folder, meant)).toBe('empty');
    }),
  'the end of the log is missed': (production) =>
    inFolder(async (folder) => {
      await onDisk(production, folder, [round(1)]);
      await cp(join(folder, 'db'), join(folder, 'copy'), { recursive: true });
      await onDisk(production, folder, [round(2)]);
      await rm(join(folder, 'db'), { recursive: true });
      await cp(join(folder, 'copy'), join(folder, 'db'), { recursive: true });
      expect(await refusalOf(production, folder)).toBe('incomplete');
    }),
  'a crash after a batch and before its mark stops nothing': (production) =>
    inFolder(async (folder) => {
      await onDisk(production, folder, [round(1)]);
      await cp(join(folder, 'mark'), join(folder, 'copy'));
      await onDisk(production, folder, [round(2)]);
      await cp(join(folder, 'copy'), join(folder, 'mark'));
      const store = await production.openStore(folder);
      expect((await store.load()).round).toBe(2);
      await store.close();
    }),
  'a new store has a name that survives a power cut': (production) =>
    inFolder(async (folder) => {
      const { initialiseStore } = production;
      const steps = await syncsOf(() => initialiseStore(folder, cluster, n1));
      const after = steps.slice(steps.indexOf('rename to db') + 1);
      expect(after).toEqual(['sync store', `sync ${basename(dirname(folder))}`]);
    }),
  'a member whose disk was set back stops': async (production) => {
    const db = await written(production);
    const copy = await db.iterator<string, Uint8Array>(bytes).all();
    const heard = await production.openLevel<string, State, number>(db);
    await heard.write([[promise(7)]]);
    const known = { start: heard.start, batch: heard.batch };
    await db.clear();
    for (const [key, value] of copy) await db.put<string, Uint8Array>(key, value, bytes);
    const { node, storage, say } = await among(production, db);
    // Its start has a number that was used before; one more, and the numbers differ.
    say({ type: 'witnessed', start: storage.start, reach: { ...known, start: known.start - 1 } });
    expect(node.status.isClosed).toBe(true);
    node.close();
  },
  'a node that has started waits for a majority': async (production) => {
    const { node, sent } = await among(production, await written(production));
    await passes(50);
    expect(new Set(sent)).toEqual(new Set(['started']));
    node.close();
  },
} satisfies Readonly<{ [name: string]: Claim }>;

/** A store with a promise and a round in it. */
export async function written<Db extends Level = MemoryLevel>(
  { initialiseLevel, openLevel }: Pick<Production, 'initialiseLevel' | 'openLevel'>,
  db = new MemoryLevel() as Level as Db,
): Promise<Db> {
  await initialiseLevel(db, cluster, n1);
  await (await openLevel<string, State, number>(db)).write([[promise(1), round(1)]]);
  return db;
}

async function isRefused({ openLevel }: Production, db: Level, reason: string): Promise<void> {
  await expect(openLevel(db)).rejects.toMatchObject({ reason });
}

/** Why the store in the folder is not opened; undefined where it is. */
async function refusalOf(
  { openStore }: Production,
  folder: string,
  meant: Partial<Identity> = {},
): Promise<string | undefined> {
  const opened = await openStore(folder, { meant }).catch(({ reason }: StorageError) => reason);
  if (typeof opened === 'string') return opened;
  await opened.close();
  return undefined;
}

/** Opens the store in the folder, made if there is none, writes records, and closes it. */
async function onDisk(
  { initialiseStore, openStore }: Production,
  folder: string,
  records: readonly Record[],
): Promise<void> {
  await initialiseStore(folder, cluster, n1).catch(({ reason }) => expect(reason).toBe('occupied'));
  const store = await openStore<string, State, number>(folder);
  await store.write([records]);
  await store.close();
}

export async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'synod-claim-'));
  try {
    await use(join(root, 'store'));
  } finally {
    await rm(root, { recursive: true });
  }
}

/** A node that is alone in its cluster and leads it. */
async function alone(
  production: Production,
  use: (node: SynodNode<string, State, number>, db: FailingLevel) => Promise<void>,
): Promise<void> {
  const db = new FailingLevel();
  const own = production.foundCluster({ name: 'alone', members: [n1] });
  await production.initialiseLevel(db, own, n1);
  const storage = await production.openLevel<string, State, number>(db);
  const limits = { ...own.limits, electionMs: 20, heartbeatMs: 5 };
  const node = await production.openNode(
    { ...storage.identity, limits, machine },
    { ...world(production), storage, transport: production.memoryNetwork().join() },
  );
  while (node.status.phase !== 'leading') await passes(5);
  await node.openSession('first');
  await use(node, db);
  node.close();
}

/** A node of three members, of which the test plays the others. */
export async function among(production: Production, db: Level) {
  const storage = await production.openLevel<string, State, number>(db);
  const sent: string[] = [];
  let peer: Peer<NodeMessage<string, State, number>> | undefined;
  const node = await production.openNode(
    {
      ...storage.identity,
      limits: { ...cluster.limits, proposalsMax: 2, electionMs: 10, heartbeatMs: 5 },
      machine,
    },
    {
      ...world(production),
      storage,
      transport: {
        open: (opened) => {
          peer = opened;
        },
        send: (_, said) => void sent.push(typeSaid(said)),
        close: () => {},
      },
    },
  );
  const say = (said: NodeMessage<string, State, number>): void => peer!.receive(n2, said);
  return { node, storage, sent, say, peer: () => peer! };
}

function world({ systemClock }: Production) {
  return { clock: systemClock, random: Math.random };
}

export function passes(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
