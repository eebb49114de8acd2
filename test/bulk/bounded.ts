/**
 * Memory and disk of one member, alone in its cluster, through many writes: `node --expose-gc dist/test/bulk/bounded.js WRITES` prints
 * them, a point a line, as JSON.
 */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Synod } from '#src/synod/synod.js';
import { bulky, type Command, type State } from './machine.js';

export interface Point {
  readonly writes: number;
  /** After a collection: what JavaScript has, and what is bound to it outside of the heap. */
  readonly memoryMegabytes: number;
  readonly diskMegabytes: number;
  readonly perSecond: number;
}

const POINTS = 10;
/** As many as the window of one session. */
const CLIENTS = 64;
const KEYS = 1_000;

/** Ten points on the way to that many writes. A snapshot is taken every thousand decrees. */
export async function bounded(
  writes: number,
  told: (point: Point) => void = () => {},
): Promise<readonly Point[]> {
  const folder = await mkdtemp(join(tmpdir(), 'synod-bounded-'));
  const node = await Synod.open<Command, State, number>({
    folder,
    machine: bulky,
    checkMachine: false,
    limits: { decreesMax: 1_000 },
  });
  const points: Point[] = [];
  try {
    for (let point = 1; point <= POINTS; point++) {
      const begin = performance.now();
      let left = Math.floor(writes / POINTS);
      const client = async (): Promise<void> => {
        while (left > 0) {
          const key = `k${left-- % KEYS}`;
          await node.propose({ type: 'add', key, add: 1 }, { withinMs: 120_000 });
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
      const perSecond = Math.round(writes / POINTS / ((performance.now() - begin) / 1_000));
      globalThis.gc?.();
      const { heapUsed, external } = process.memoryUsage();
      const memoryMegabytes = Math.round((heapUsed + external) / 1e5) / 10;
      const diskMegabytes = Math.round((await bytesIn(folder)) / 1e5) / 10;
      const measured = { writes: (writes / POINTS) * point, memoryMegabytes, diskMegabytes, perSecond };
      told(measured);
      points.push(measured);
    }
  } finally {
    await node.close();
    await rm(folder, { recursive: true });
  }
  return points;
}

/** Files that are removed while they are counted have no bytes. */
async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = names.map((name) => stat(join(folder, name)).catch(() => ({ size: 0 })));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}

if (process.argv[1] === import.meta.filename)
  await bounded(Number(process.argv[2]), (point) => console.info(JSON.stringify(point)));
