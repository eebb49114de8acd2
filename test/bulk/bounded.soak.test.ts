/** However many writes there are, memory and disk stay within a bound: snapshots take the place of what was written. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Point } from '#test/bulk/bounded.js';

/** With fewer than a million what the database writes before it compacts is as much as all of them. */
const WRITES = Number(process.env.BULK_BOUNDED ?? 0);
/** A million writes that are kept have more than twice as much. */
const MEGABYTES_MAX = 64;
const PROGRAM = 'dist/test/bulk/bounded.js';

test.skipIf(WRITES === 0)(
  `memory and disk of a member stay bounded through many writes (${WRITES}; npm run test:bulk)`,
  async () => {
    // A process of its own, in which nothing else takes memory.
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', PROGRAM, String(WRITES)]);
    const points = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Point);
    console.info(points);
    expect(points.at(-1)).toMatchObject({ writes: WRITES });
    for (const { memoryMegabytes, diskMegabytes } of points)
      expect(Math.max(memoryMegabytes, diskMegabytes)).toBeLessThan(MEGABYTES_MAX);
  },
  1_800_000,
);
