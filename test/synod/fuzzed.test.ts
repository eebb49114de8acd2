/** A running member that a peer tells what is damaged, and what lies. A million such frames are in the soak. */
import { expect, test } from 'vitest';
import { liveThrough } from './fuzzed.js';

test('a member serves on while a peer sends it what is damaged (500 frames)', async () => {
  const { refused, believed, answered } = await liveThrough(500, false);
  expect(Math.min(refused, believed)).toBeGreaterThan(50);
  expect(answered).toBeGreaterThan(0);
});

test('a member whose peer lies gives no vote that nobody asked for, and stops with a clear error (2,000 frames)', async () => {
  const { stops, refused, believed, answered } = await liveThrough(2_000, true);
  expect(Object.keys(stops).length).toBeGreaterThan(0);
  expect(Math.min(refused, believed)).toBeGreaterThan(100);
  expect(answered).toBeGreaterThan(0);
});
