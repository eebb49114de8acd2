/** What a search keeps is counted, and where memory ends the search does. */
import { expect, test } from 'vitest';
import { STATES_MAX, Visited } from '#model/visited.js';

test('the largest table has room for as many states as there may be', () => {
  const visited = new Visited((length) => ({ length }) as Int32Array);
  while (visited.entries.length < 2 ** 31) visited.enlarge();
  expect(visited.mask).toBe(2 ** 31 - 1);
  expect(visited.capacity).toBeGreaterThan(STATES_MAX + 2 ** 20);
});
