import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCount, formatSeconds, parseCount, parseDuration, parseSize } from '#src/terminal/units.js';

describe('what people type', () => {
  test.each([
    ['250000', 250_000],
    ['10_000', 10_000],
    ['1e6', 1_000_000],
    ['5M', 5_000_000],
    ['1.5k', 1_500],
  ])('a count (%s)', (text, count) => expect(parseCount(text)).toBe(count));

  test.each([
    ['512MiB', 512 * 1024 ** 2],
    ['4GiB', 4 * 1024 ** 3],
    ['2GB', 2e9],
    ['1024', 1024],
    ['64 KiB', 65_536],
  ])('a size (%s)', (text, bytes) => expect(parseSize(text)).toBe(bytes));

  test.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1.5h', 5_400_000],
  ])('a duration (%s)', (text, ms) => expect(parseDuration(text)).toBe(ms));

  test.each([
    [
      parseCount,
      ['', '0', '-1', '0.5', 'many', '1__0', '5 million', 'e6', '1e99', 'NaN', 'Infinity', '0x10'],
    ],
    [parseSize, ['', '0', '4 gigs', '-1MiB', 'GiB', '4G']],
    [parseDuration, ['', '30', '0s', '-5m', '5 minutes', 's']],
  ])('what is none is refused, and the message says what was expected and got (%o)', (parse, texts) => {
    for (const text of texts) expect(() => parse(text)).toThrow(/^Expected .+ such as .+; got '.*'\.$/);
  });

  test('every whole number above zero is a count, with or without separators', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (count) => {
        expect(parseCount(String(count))).toBe(count);
        expect(parseCount(formatCount(count).replaceAll(',', '_'))).toBe(count);
      }),
    );
  });
});

describe('what people read', () => {
  test('counts have separators', () => expect(formatCount(8_220_065)).toBe('8,220,065'));

  test.each([
    [0.0042, '0.004 s'],
    [3.21, '3.2 s'],
    [59.94, '59.9 s'],
    [125, '2 min 05 s'],
    [119.7, '2 min 00 s'],
  ])('seconds are as exact as they need to be (%d)', (seconds, text) =>
    expect(formatSeconds(seconds)).toBe(text),
  );
});
