/** Reads that share a question to the voters. */
import { describe, expect, test } from 'vitest';
import { LIMITS } from '#src/paxos/limits.js';
import { n2, n3 } from '#test/unit/paxos/log-words.js';
import { options } from '#test/unit/paxos/replica-words.js';
import { type Message, World } from './world.js';

const limits = { ...options.limits, readsMax: 4 };

/** The answer of a voter that has voted nowhere to the last question of the node. */
function nothingSince({ sent }: World) {
  const asked = sent.findLast(({ message }) => message.type === 'ask')!.message as Message & { type: 'ask' };
  return { type: 'frontier', read: asked.read, last: 0 } as const;
}

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
