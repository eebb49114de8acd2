/** What cannot be trusted is not opened: each reason for it, made on purpose. */
import { MemoryLevel } from 'memory-level';
import { describe, expect, test } from 'vitest';
import { slot } from '#src/paxos/slot.js';
import { initialiseLevel, openLevel } from '#src/storage/level-storage.js';
import { seal } from '#src/storage/seal.js';
import { isOfTheSystem, StorageError, type StorageReason, unreadable } from '#src/storage/storage-error.js';
import { bytes, cluster, type State } from '#test/storage/words.js';
import { decree, n1, n2 } from '#test/unit/paxos/log-words.js';

const promise = (round: number) => ({ type: 'promised', ballot: { round, proposer: n2 } }) as const;
const vote = (at: number) =>
  ({ type: 'vote', slot: slot(at), ballot: { round: 9, proposer: n2 }, value: decree('a') }) as const;
const VOTE = 'vote/0000000000000001';

/** A database in which a store is closed, and what some of its records were before the last write. */
async function closed() {
  const db = new MemoryLevel();
  await initialiseLevel(db, cluster, n1);
  const store = await openLevel<string, State, number>(db);
  await store.write([[promise(1), { type: 'round', round: 1 }]]);
  const before = new Map(await db.iterator<string, Uint8Array>(bytes).all());
  await store.write([[promise(2)], [vote(1)]]);
  return { db, before };
}

/** Why the store is not opened after that was done to its database. */
async function refusal(
  harm: (db: MemoryLevel, before: ReadonlyMap<string, Uint8Array>) => Promise<void>,
): Promise<StorageReason | undefined> {
  const { db, before } = await closed();
  await harm(db, before);
  const error = await openLevel(db).catch((error: unknown) => error);
  return error instanceof StorageError ? error.reason : undefined;
}

const flip = (at: number) => async (db: MemoryLevel) => {
  const value = Uint8Array.from((await db.get<string, Uint8Array>(VOTE, bytes))!);
  value[at]! ^= 1;
  await db.put<string, Uint8Array>(VOTE, value, bytes);
};

describe('a store is opened', () => {
  test('if nothing happened to it', async () => {
    expect(await refusal(async () => {})).toBeUndefined();
  });

  test.each<[string, StorageReason, Parameters<typeof refusal>[0]]>([
    ['all records are gone', 'empty', (db) => db.clear()],
    ['a value has another bit', 'damaged', flip(20)],
    ['a number of a batch has another bit', 'damaged', flip(12)],
    ['a checksum has another bit', 'damaged', flip(2)],
    ['a format has another bit', 'damaged', flip(0)],
    ['a value is cut short', 'damaged', (db) => db.put(VOTE, '')],
    [
      'a value is under another key',
      'damaged',
      async (db) => {
        const value = (await db.get<string, Uint8Array>(VOTE, bytes))!;
        await db.put<string, Uint8Array>('vote/0000000000000002', value, bytes);
      },
    ],
    [
      'a record is in a later format',
      'format',
      async (db) => {
        const value = Uint8Array.from((await db.get<string, Uint8Array>(VOTE, bytes))!);
        value[0] = 3;
        await db.put<string, Uint8Array>(VOTE, value, bytes);
      },
    ],
    [
      'a record says that it is in a format that it was not written in',
      'damaged',
      async (db) => {
        const value = Uint8Array.from((await db.get<string, Uint8Array>(VOTE, bytes))!);
        value[0] = 2;
        await db.put<string, Uint8Array>(VOTE, value, bytes);
      },
    ],
    ['a record is gone', 'incomplete', (db) => db.del(VOTE)],
    ['who it belongs to is gone', 'incomplete', (db) => db.del('identity')],
    ['what the last batch left behind is gone', 'damaged', (db) => db.del('head')],
    [
      'a record is what it was before (D7)',
      'incomplete',
      (db, before) => db.put<string, Uint8Array>('promised', before.get('promised')!, bytes),
    ],
    [
      'a deleted record is back',
      'incomplete',
      (db) =>
        db.put<string, Uint8Array>(
          'vote/0000000000000007',
          seal('vote/0000000000000007', 2, vote(7)).bytes,
          bytes,
        ),
    ],
  ])('not if %s', async (_, reason, harm) => {
    expect(await refusal(harm)).toBe(reason);
  });

  test('for the member that it belongs to, and no other', async () => {
    const { db } = await closed();
    for (const meant of [
      { id: n2 },
      { incarnation: 1 },
      { cluster: 'others' },
      { limits: { ...cluster.limits, alpha: 4 } },
    ])
      await expect(openLevel(db, { meant })).rejects.toMatchObject({
        name: 'StorageError',
        reason: 'foreign',
      });
    await expect(openLevel(db, { meant: { ...cluster, id: n1, incarnation: 0 } })).resolves.toBeDefined();
  });

  test('without its last write, where that is gone as a whole: only others can notice', async () => {
    const { db, before } = await closed();
    await db.clear();
    for (const [key, value] of before) await db.put<string, Uint8Array>(key, value, bytes);
    await expect(openLevel(db)).resolves.toMatchObject({ batch: 4 });
  });
});

describe('a store is made', () => {
  test('where none is, and for a first member only (D9)', async () => {
    const { db } = await closed();
    await expect(initialiseLevel(db, cluster, n1)).rejects.toMatchObject({ reason: 'occupied' });
    const stranger = n1.replace('1', '9') as typeof n1;
    await expect(initialiseLevel(new MemoryLevel(), cluster, stranger)).rejects.toThrow(RangeError);
  });
});

test('each start has a higher number than the one before', async () => {
  const { db } = await closed();
  const starts = [];
  for (let time = 0; time < 3; time++) starts.push((await openLevel(db)).start);
  expect(starts).toEqual([2, 3, 4]);
});

test.each([
  ['Read-only file system', 'barred'],
  ['Permission denied', 'barred'],
  ['No space left on device', 'full'],
  ['Input/output error', 'unreadable'],
])('a store whose files cannot be written is not taken for a damaged one (%s)', (words, reason) => {
  const error = unreadable(new Error('not open', { cause: new Error(`IO error: /data/db/LOCK: ${words}`) }));
  expect(error.reason).toBe(reason);
  expect(error.message.includes('replace this node')).toBe(reason === 'unreadable');
});

test.each([
  ['EACCES: permission denied, open mark', true],
  ['EROFS: read-only file system, open mark', true],
  ['ENOSPC: no space left on device, write', true],
  ['EISDIR: illegal operation on a directory, open mark', false],
])('what the operating system refuses beside the database is no fault of the store (%s)', (message, isIt) => {
  const error = new Error(message);
  expect(isOfTheSystem(error)).toBe(isIt);
  if (isIt) expect(unreadable(error).reason).toBe(message.startsWith('ENOSPC') ? 'full' : 'barred');
});
