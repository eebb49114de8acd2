import { MemoryLevel } from 'memory-level';
import { expect, test } from 'vitest';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import { keep, nothingKept } from '#src/paxos/record.js';
import { slot } from '#src/paxos/slot.js';
import { initialiseLevel, openLevel } from '#src/storage/level-storage.js';
import { writeOf } from '#test/storage/long-history.js';
import { cluster, type State } from '#test/storage/words.js';
import { decree, first, n1, n4 } from '#test/unit/paxos/log-words.js';

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

test('a new member whose snapshot leaves decrees from long before it was added is opened again', async () => {
  const db = new MemoryLevel();
  const observer = { id: n4, incarnation: 0, part: 'observer' } as const;
  const added = configuration({ id: configurationId(2), members: [...first.members, observer] });
  const from = slot(20);
  const { alpha } = cluster.limits;
  await initialiseLevel(db, { ...cluster, configuration: added, from }, n4);
  const store = await openLevel<string, State, number>(db);
  const snapshot = { through: 25, state: [], sessions: [], configurations: [{ from, configuration: added }] };
  const records = [
    ...Array.from({ length: 25 }, (_, index) => {
      return { type: 'decided', slot: slot(index + 1), value: decree(`${index}`) } as const;
    }),
    // The decrees through its base say nothing of those who govern later.
    { type: 'snapshot', snapshot, base: from - alpha - 2 } as const,
  ];
  await store.write([records]);
  const kept = records.reduce(
    keep<string, State, number>,
    nothingKept({ alpha, configuration: added, from }),
  );
  expect(await (await openLevel(db)).load()).toEqual(kept);
});
