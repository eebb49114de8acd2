import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaveOut } from '#src/simulator/leave-out.js';

const row = Array.from({ length: 60 }, (_, index) => index);

test('what is left is exactly what is needed, where it has to be there together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(row), async (needed) => {
      const left = await leaveOut(row, async (rest) =>
        needed.every((item) => rest.includes(item)) ? rest : null,
      );
      expect(left).toEqual(needed);
    }),
  );
});

test('nothing that is left can be left out by itself, whatever is enough', async () => {
  // Any three numbers of one remainder are enough.
  const isEnough = (rest: readonly number[]): boolean =>
    [0, 1, 2, 3].some((remainder) => rest.filter((item) => item % 4 === remainder).length >= 3);
  expect(await leaveOut(row, async (rest) => (isEnough(rest) ? rest : null))).toHaveLength(3);
});

test('what an attempt says remains is all that is tried from then on', async () => {
  const asked: number[] = [];
  const left = await leaveOut(row, async (rest) => {
    asked.push(rest.length);
    return rest.includes(0) ? rest.slice(0, 10) : null;
  });
  expect(left).toEqual([0]);
  expect(Math.max(...asked.slice(1))).toBeLessThan(10);
});

test('nothing more is tried when there is no time', async () => {
  let attempts = 0;
  const left = await leaveOut(
    row,
    async (rest) => {
      attempts++;
      return rest;
    },
    () => attempts < 1,
  );
  expect([attempts, left.length]).toEqual([1, 30]);
});
