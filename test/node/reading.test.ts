/** Reads that share a question to the voters. */
import { describe, expect, test } from 'vitest';
import { wrappedStorage } from '#src/node/wrapped-storage.js';
import { LIMITS } from '#src/paxos/limits.js';
import { n2, n3 } from '#test/unit/paxos/log-words.js';
import { options } from '#test/unit/paxos/replica-words.js';
import { nothingSince, World } from './world.js';

const limits = { ...options.limits, readsMax: 4 };

describe('a reader', () => {
  test('asks once for all reads that come while it asks, and after they have come', async () => {
    const world = new World();
    const node = await world.open({ limits });
    const asks = () => world.sent.filter(({ to, message }) => to === n2 && message.type === 'ask').length;
    const first = node.read('r', 100);
    await Promise.resolve();
    const early = nothingSince(world);
    const others = ['r', 'r'].map((command) => node.read(command, 100));
    const told: unknown[] = [];
    for (const other of others) void other.then((reply) => told.push(reply));
    await Promise.resolve();
    expect(asks()).toBe(1);
    await world.hear(n2, early);
    await expect(first).resolves.toMatchObject({ answer: 1 });
    expect(asks()).toBe(2);
    // The answers to what was asked before they came count for the first one alone.
    await world.hear(n3, early);
    expect(told).toEqual([]);
    await world.hear(n3, nothingSince(world));
    expect(told).toMatchObject([{ answer: 1 }, { answer: 1 }]);
  });

  test('asks for reads that wait when the question before them may be lost, and leaves none unanswered when it closes', async () => {
    const world = new World();
    const node = await world.open({ limits });
    const lost = node.read('r', 10_000);
    await Promise.resolve();
    const second = node.read('r', 10_000);
    await Promise.resolve();
    await world.pass(LIMITS.resendMs + 1);
    const third = node.read('r', 10_000);
    await Promise.resolve();
    await world.hear(n2, nothingSince(world));
    for (const read of [second, third]) await expect(read).resolves.toMatchObject({ answer: 1 });
    const fourth = node.read('r', 10_000);
    await Promise.resolve();
    const fifth = node.read('r', 10_000);
    node.close();
    for (const read of [lost, fourth, fifth]) await expect(read).resolves.toMatchObject({ type: 'unknown' });
    await expect(node.read('r', 100)).resolves.toMatchObject({ reason: 'notLeader' });
  });

  test('is told that there are too many where more wait than may', async () => {
    const world = new World();
    const node = await world.open({ limits: { ...limits, readsMax: 1 } });
    // What comes together needs one place: that of its question.
    const first = ['r', 'r', 'r'].map((command) => node.read(command, 100));
    await Promise.resolve();
    const second = ['r', 'r'].map((command) => node.read(command, 100));
    await expect(second[1]).resolves.toMatchObject({ reason: 'busy' });
    await world.hear(n2, nothingSince(world));
    await world.hear(n2, nothingSince(world));
    for (const read of [...first, second[0]]) await expect(read).resolves.toMatchObject({ answer: 1 });
  });
});

/** The storage, which was opened so often. */
function startedAs(start: number, storage: World['storage'] = new World().storage): World['storage'] {
  return Object.defineProperty(wrappedStorage(storage, {}), 'start', { value: start });
}

describe('a node', () => {
  test('answers a read while it is of use', async () => {
    const world = new World();
    const node = await world.open();
    const one = node.read('r', 100);
    await Promise.resolve();
    await world.hear(n2, nothingSince(world));
    await expect(one).resolves.toEqual({ type: 'answered', slot: 0, answer: 1 });
    const two = node.read('r', 100);
    await Promise.resolve();
    await world.pass(101);
    const three = node.read('r', 100);
    await Promise.resolve();
    await expect(two).resolves.toMatchObject({ reason: 'late' });
    await world.hear(n2, nothingSince(world));
    await expect(three).resolves.toMatchObject({ answer: 1 });
  });

  test.each([2, 4_097])('counts no answer to a read from before its restart (%d starts)', async (start) => {
    const before = new World();
    const first = await before.open();
    void first.read('r', 100);
    await Promise.resolve();
    const late = nothingSince(before);
    first.close();
    const world = new World(startedAs(start, before.storage));
    const node = await world.open();
    const read = node.read('r', 100);
    await Promise.resolve();
    await world.hear(n2, late);
    await world.hear(n3, { ...nothingSince(world), last: 1 });
    await world.pass(101);
    void node.read('r', 100);
    await Promise.resolve();
    await expect(read).resolves.toMatchObject({ type: 'rejected', reason: 'late' });
  });
});

test('a node that has read under every number of its start is too busy for another read until its next start', async () => {
  const world = new World(startedAs(2 ** 46));
  const node = await world.open();
  for (let nth = 1; nth <= 2; nth++) {
    const read = node.read('r', 100);
    await Promise.resolve();
    await world.hear(n2, nothingSince(world));
    await expect(read).resolves.toMatchObject({ answer: 1 });
  }
  await expect(node.read('r', 100)).resolves.toEqual({ type: 'rejected', reason: 'busy', leader: null });
});
