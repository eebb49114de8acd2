import { expect, test } from 'vitest';
import { Outbox } from '#src/node/outbox.js';
import { Writing } from '#src/node/writing.js';

test('each acknowledgement says how many persists were acknowledged before it, so that none can be taken twice', async () => {
  const outbox = new Outbox<string, string, string>(8, () => {});
  const acknowledged: (readonly [count: number, after: number])[] = [];
  const writing = new Writing<string, string, string>({
    outbox,
    storage: { write: async () => {} },
    clock: { now: () => 0, after: () => () => {} },
    persistsMax: 8,
    witnessed: () => ({}),
    durable: (count, after) => acknowledged.push([count, after]),
    failed: (error) => {
      throw error;
    },
  });
  for (const count of [1, 3, 2]) {
    for (let number = 1; number <= count; number++)
      outbox.persist({ type: 'persist', number, records: [{ type: 'round', round: number }] });
    writing.write();
    await writing.end();
  }
  expect(acknowledged).toEqual([
    [1, 0],
    [3, 1],
    [2, 4],
  ]);
});
