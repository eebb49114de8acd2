import { MemoryLevel } from 'memory-level';
import { expect, test } from 'vitest';
import { initialiseLevel, openLevel } from '#src/storage/level-storage.js';
import { writeOf } from '#test/storage/long-history.js';
import { cluster, type State } from '#test/storage/words.js';
import { n1 } from '#test/unit/paxos/log-words.js';

test('a snapshot deletes the decrees through its base, and the votes that are decided', async () => {
  const db = new MemoryLevel();
  await initialiseLevel(db, cluster, n1);
  const store = await openLevel<string, State, number>(db);
  const slots = async (kind: string): Promise<readonly number[]> =>
    (await db.keys({ gt: `${kind}/`, lt: `${kind}0` }).all()).map((key) => Number(key.split('/')[1]));
  for (let number = 1; number <= 24; number++) await store.write(writeOf(number));
  expect([(await slots('vote')).length, (await slots('decided')).length]).toEqual([24, 24]);
  await store.write(writeOf(25));
  expect(await slots('decided')).toEqual([21, 22, 23, 24, 25]);
  expect(await slots('vote')).toEqual([]);
  for (let number = 26; number <= 110; number++) await store.write(writeOf(number));
  expect((await slots('decided'))[0]).toBe(96);
  expect((await slots('vote'))[0]).toBe(101);
});
