import { expect, test } from 'vitest';
import { readNumber } from '#src/node/read-number.js';

test('no two reads of a node have one number, in whatever starts and incarnations near each other', () => {
  const numbers = [0, 1, 2, 15].flatMap((incarnation) =>
    [1, 2, 3, 4_095].flatMap((start) =>
      [1, 2, 2 ** 36 - 1].map((nth) => readNumber(incarnation, start, nth)),
    ),
  );
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.every((number) => Number.isSafeInteger(number) && number > 0)).toBe(true);
});
