/** 800,000 frames that lie, told to running members. Beside the 200,000 that are only damaged, which another thread takes. */
import { expect, test } from 'vitest';
import { liveThrough } from './fuzzed.js';

test('members whose peer lies give no vote that nobody asked for, and do not grow', async () => {
  const outcome = await liveThrough(800_000, true);
  console.info(outcome);
  expect(outcome.memory.at(-1)!).toBeLessThan(1.5 * outcome.memory[1]! + 64);
}, 1_200_000);
