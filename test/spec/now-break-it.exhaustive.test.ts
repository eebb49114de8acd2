/** *Now break it*: what is to be typed there, and what comes of it. */
import { describe, expect, test } from 'vitest';
import { exercises, fallAsStated, LONG, linesWith, run, SHORT } from '#test/spec/now-break-it.js';

test.each([...exercises])('something can be typed in every chapter (%s)', (_, text) => {
  expect(text).toMatch(/npx synod check /);
});

describe('a line with --override', () => {
  test('is known here, and in the book', () => {
    const known = [SHORT, LONG].flatMap((lines) => Object.keys(lines));
    expect([...linesWith(/--override/)].sort()).toEqual(known.sort());
  });

  fallAsStated(SHORT, '--max-states', '30000');
});

describe('an exercise that needs a file', () => {
  const files = linesWith(/\.ts$/);

  test('is printed as one in most chapters', () => expect(files.length).toBeGreaterThan(10));

  test.each(files)('%s', { timeout: 60_000 }, async (line) => {
    expect(await run(line, '--workers', '1')).toEqual({ code: 0, fallen: [] });
  });
});
