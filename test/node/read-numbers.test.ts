import { expect, test } from 'vitest';
import { ReadNumbers } from '#src/node/read-numbers.js';

/** The first numbers of a start, as many as it has up to the bound. */
function firstOf(incarnation: number, start: number, bound: number): readonly number[] {
  const numbers = new ReadNumbers(incarnation, start);
  return Array.from({ length: bound }, () => numbers.next()).filter((number) => number !== undefined);
}

test('no number comes again in another start, however many there were', () => {
  const starts = [1, 2, 3, 4_095, 4_096, 4_097, 4_098, 2 ** 13 + 1, 2 ** 20, 2 ** 20 + 1, 2 ** 40];
  const numbers = [0, 7].flatMap((incarnation) => starts.flatMap((start) => firstOf(incarnation, start, 5)));
  expect(numbers).toHaveLength(2 * starts.length * 5);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.every((number) => Number.isSafeInteger(number) && number > 0)).toBe(true);
});

test('starts that follow each other have rows that touch, and do not overlap', () => {
  // The last starts that can be counted have two numbers each.
  const starts = [2 ** 46, 2 ** 46 + 1, 2 ** 46 + 2, 2 ** 47 - 1];
  for (const incarnation of [0, 1, 2 ** 48 - 2]) {
    const numbers = starts.flatMap((start) => firstOf(incarnation, start, 9));
    expect(numbers.map((number) => number % 2 ** 47).toSorted((a, b) => a - b)).toEqual([
      0,
      1,
      2,
      3,
      4,
      5,
      2 ** 47 - 2,
      2 ** 47 - 1,
    ]);
  }
});

test('no number of a start is used twice: after the last one there is none', () => {
  const numbers = firstOf(5, 2 ** 40, 1_000);
  expect(numbers).toHaveLength(2 ** 7);
  expect(new Set(numbers).size).toBe(2 ** 7);
});

test('lives of a node, which count their starts anew, begin at different places', () => {
  const lives = [0, 1, 2, 16, 17, 4_096, 2 ** 48 - 2];
  const numbers = lives.flatMap((incarnation) => firstOf(incarnation, 1, 1_000));
  expect(new Set(numbers).size).toBe(numbers.length);
});
