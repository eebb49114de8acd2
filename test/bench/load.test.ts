import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { load, valuesOf } from '#test/bench/cluster/load.js';

test('callers of a closed load wait for their answers', async () => {
  let underWay = 0;
  let most = 0;
  const call = async (): Promise<void> => {
    most = Math.max(most, ++underWay);
    await pause(5);
    underWay--;
  };
  const { count } = await load(call, { callers: 3 }, 50);
  expect(most).toBe(3);
  expect(count).toBeGreaterThan(3);
});

test('calls of an open load are made when they are due, answered or not', async () => {
  const answers: (() => void)[] = [];
  const call = (): Promise<void> =>
    new Promise((resolve) => {
      answers.push(resolve);
      if (answers.length === 20) for (const answer of answers) answer();
    });
  expect(await load(call, { perSecond: 200 }, 100)).toMatchObject({ count: 20 });
});

test('the latency of a call counts from when it was due, where it could not be made in time', async () => {
  const call = async (index: number): Promise<void> => {
    if (index > 0) return;
    for (const end = performance.now() + 100; performance.now() < end; );
  };
  // The call in the middle was due after half of the time in which none could be made.
  expect((await load(call, { perSecond: 100 }, 100)).p50).toBeGreaterThan(35);
});

test('a call that fails ends an open load', async () => {
  const made: number[] = [];
  const call = async (index: number): Promise<void> => {
    made.push(index);
    if (index === 3) throw new Error('refused');
  };
  await expect(load(call, { perSecond: 200 }, 60_000)).rejects.toThrow('refused');
  expect(made.length).toBeLessThan(1_000);
});

test('values have as many bytes as were asked for, and differ where there is room', () => {
  const valueAt = valuesOf(4);
  expect([0, 17, 123_456].map(valueAt)).toEqual(['0vvv', '17vv', '1234']);
});
