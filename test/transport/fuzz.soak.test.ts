import { expect, test } from 'vitest';
import { attempt, type Outcome, outcome } from './fuzz.js';

test('a million of them neither crash a reader nor make it grow', () => {
  const counts: Record<Outcome, number> = { message: 0, refused: 0, incomplete: 0 };
  const heap: number[] = [];
  for (let seed = 0; seed < 1_000_000; seed++) {
    counts[outcome(attempt(seed))]++;
    if (seed % 100_000 === 99_999) heap.push(process.memoryUsage().rss);
  }
  console.info(counts, heap.map((bytes) => `${Math.round(bytes / 2 ** 20)} MiB`).join(', '));
  expect(counts.refused).toBeGreaterThan(100_000);
  expect(heap.at(-1)!).toBeLessThan(1.5 * heap[1]! + 2 ** 26);
}, 600_000);
