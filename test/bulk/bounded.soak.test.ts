/** However many writes there are, memory and disk stay where they were: snapshots take the place of what was written. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Point } from '#test/bulk/bounded.js';

/** Many times what the database writes before it compacts. */
const WRITES = Number(process.env.BULK_BOUNDED ?? 200_000);
const PROGRAM = 'dist/test/bulk/bounded.js';

test(`memory and disk of a member have no trend through ${WRITES} writes with snapshots`, async () => {
  // A process of its own, in which nothing else takes memory.
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', PROGRAM, String(WRITES)]);
  const points = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Point);
  console.info(points);
  expect(points.at(-1)).toMatchObject({ writes: WRITES });
  const half = points.length / 2;
  const sum = (of: keyof Point, some: readonly Point[]): number =>
    some.reduce((all, point) => all + point[of], 0);
  // What grows with every write has 2.7 times as much in the second half. The database's own files come and go.
  for (const of of ['memoryMegabytes', 'diskMegabytes'] as const)
    expect(sum(of, points.slice(half))).toBeLessThan(2 * sum(of, points.slice(0, half)));
}, 1_800_000);
