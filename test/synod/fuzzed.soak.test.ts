/** 200,000 frames that are damaged, sent to running members. */
import { expect, test } from 'vitest';
import { liveThrough } from './fuzzed.js';

test('members serve on while a peer sends them what is damaged, and do not grow', async () => {
  const outcome = await liveThrough(200_000, false);
  console.info(outcome);
  expect(outcome.memory.at(-1)!).toBeLessThan(1.5 * outcome.memory[1]! + 64);
}, 1_200_000);
