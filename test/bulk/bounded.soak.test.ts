import { expect, test } from 'vitest';
import { bounded } from './bounded.js';

const WRITES = Number(process.env.BULK_WRITES ?? 10_000);

test(`neither memory nor disk grows with the number of writes (${WRITES})`, async () => {
  const points = await bounded(WRITES);
  console.info(points);
  expect(Math.max(...points.map(({ diskMegabytes }) => diskMegabytes))).toBeLessThan(64);
  const [early, late] = [points.slice(1, 4), points.slice(-3)].map((some) =>
    Math.min(...some.map(({ heapMegabytes }) => heapMegabytes)),
  );
  expect(late).toBeLessThan(1.5 * early!);
}, 600_000);
