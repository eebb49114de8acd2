import { expect, test } from 'vitest';
import { Outbox } from '#src/node/outbox.js';
import { Writing } from '#src/node/writing.js';

function world() {
  const outbox = new Outbox<string, string, string>(8, () => {});
  const acknowledged: (readonly [count: number, after: number])[] = [];
  const written: number[] = [];
  const writing = new Writing<string, string, string>({
    outbox,
    storage: { write: async (batches) => void written.push(batches.length) },
    clock: { now: () => 0, after: () => () => {} },
    persistsMax: 8,
    witnessed: () => ({}),
    durable: (count, after) => acknowledged.push([count, after]),
    failed: (error) => {
      throw error;
    },
  });
  return { outbox, acknowledged, written, writing };
}

test('a batch is made after the messages of the same callback have left', async () => {
  const { outbox, written, writing } = world();
  outbox.persist({ type: 'persist', number: 1, records: [{ type: 'round', round: 1 }] });
  writing.write();
  expect(written).toEqual([]);
  await Promise.resolve();
  expect(written).toEqual([1]);
});

test('no batch is made when the node closes in between', async () => {
  const { outbox, written, writing } = world();
  outbox.persist({ type: 'persist', number: 1, records: [{ type: 'round', round: 1 }] });
  writing.write();
  writing.close();
  await writing.end();
  expect(written).toEqual([]);
});

test('each acknowledgement says how many persists were acknowledged before it, so that none can be taken twice', async () => {
  const { outbox, acknowledged, writing } = world();
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
