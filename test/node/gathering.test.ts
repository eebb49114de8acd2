/** Requests that come together. */
import { describe, expect, test } from 'vitest';
import { Gathering, isFilled, KEEP_COMING_MS } from '#src/node/gathering.js';
import { NO_CLIENTS } from '#src/paxos/clients.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { LIMITS, type Limits } from '#src/paxos/limits.js';

const request = (sequence: number) => ({ session: 1, sequence, answered: 0, command: 'a' });

/** @param turns what is to happen at the end of the turn, where the test ends it */
function gathering(turns?: (() => void)[], limits: Partial<Limits> = {}) {
  const [given, reported] = [[] as number[][], [] as unknown[]];
  const world = { now: 0, mayWait: false };
  const gathering = new Gathering<string>({
    transport: { bytesOf: (command) => String(command).length },
    clock: {
      now: () => world.now,
      turn: turns === undefined ? queueMicrotask : (callback) => void turns.push(callback),
    },
    limits: { ...LIMITS, valueBytesMax: 2, ...limits },
    mayWait: () => world.mayWait,
    give: (requests) => void given.push(requests.map(({ sequence }) => sequence)),
    report: (error) => void reported.push(error),
  });
  const add = (...sequences: number[]): void => {
    for (const sequence of sequences) expect(gathering.add(request(sequence))).toBeUndefined();
  };
  return { gathering, given, reported, world, add };
}

describe('requests', () => {
  test('of callers who are answered together are given together, in order, and once', async () => {
    const { given, add } = gathering();
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const callers = [1, 2, 3].map((sequence) => answered.then(() => add(sequence)));
    answer();
    await Promise.all(callers);
    expect(given).toEqual([[1, 2, 3]]);
    add(4);
    expect(given).toHaveLength(1);
    await Promise.resolve();
    expect(given).toEqual([[1, 2, 3], [4]]);
  });

  test('that cannot be are refused by themselves', async () => {
    const { gathering: all, given, reported } = gathering();
    all.add(request(1));
    expect(all.add({ ...request(2), command: 'too long' })).toBeInstanceOf(InvalidInput);
    expect(all.add(request(0))).toBeInstanceOf(InvalidInput);
    expect(reported).toHaveLength(2);
    await Promise.resolve();
    expect(given).toEqual([[1]]);
  });
});

describe('requests of several turns', () => {
  test('that come alone are given at the end of the turn', () => {
    const turns: (() => void)[] = [];
    const { given, add } = gathering(turns);
    add(1);
    expect(given).toEqual([]);
    turns.shift()!();
    expect([given, turns]).toEqual([[[1]], []]);
  });

  test('wait as long as each turn brings more', () => {
    const turns: (() => void)[] = [];
    const { given, add } = gathering(turns);
    add(1);
    for (const more of [2, 3]) {
      add(more);
      turns.shift()!();
    }
    expect(given).toEqual([]);
    turns.shift()!();
    expect([given, turns]).toEqual([[[1, 2, 3]], []]);
  });

  test('wait no longer than a while', () => {
    const turns: (() => void)[] = [];
    const { given, add, world } = gathering(turns);
    add(1, 2);
    world.now = KEEP_COMING_MS;
    turns.shift()!();
    expect(given).toEqual([[1, 2]]);
  });

  test('that fill a decree wait for no more', () => {
    const turns: (() => void)[] = [];
    const { given, add } = gathering(turns, { batchMax: 2 });
    add(1, 2);
    turns.shift()!();
    expect(given).toEqual([[1, 2]]);
  });

  test('wait while a decree is under way, until they are looked at after it', () => {
    const turns: (() => void)[] = [];
    const { gathering: all, given, add, world } = gathering(turns);
    world.mayWait = true;
    add(1, 2);
    all.look();
    expect([all.gathered, turns]).toEqual([2, []]);
    world.mayWait = false;
    all.look();
    all.look();
    expect(turns).toHaveLength(1);
    turns.shift()!();
    expect([given, all.gathered]).toEqual([[[1, 2]], 0]);
  });

  test('go on waiting where a decree has begun meanwhile', () => {
    const turns: (() => void)[] = [];
    const { gathering: all, given, add, world } = gathering(turns);
    add(1);
    world.mayWait = true;
    turns.shift()!();
    expect([given, all.gathered]).toEqual([[], 1]);
  });

  test('beyond those that the replica keeps in its queue are given to it, which refuses them', () => {
    const turns: (() => void)[] = [];
    const { gathering: all, given, add, world } = gathering(turns, { queueMax: 2 });
    world.mayWait = true;
    add(1, 2);
    expect([given, all.gathered]).toEqual([[[1, 2]], 0]);
    world.mayWait = false;
    add(3);
    turns.shift()!();
    expect(given).toEqual([[1, 2], [3]]);
  });
});

test('requests may wait while a leader can propose nothing more and nothing is in its queue', () => {
  const leading = { phase: 'leading', proposals: [{}] };
  const full = { leader: leading, clients: NO_CLIENTS } as never as Parameters<typeof isFilled>[0];
  expect(isFilled(full, { proposalsMax: 1 })).toBe(true);
  expect(isFilled(full, { proposalsMax: 2 })).toBe(false);
  expect(isFilled({ ...full, clients: { queue: [{} as never], proposed: [] } }, { proposalsMax: 1 })).toBe(
    false,
  );
  expect(isFilled({ ...full, leader: { phase: 'following' } as never }, { proposalsMax: 1 })).toBe(false);
});
