/** A closed load: so many callers, each of whom calls again as soon as the last call was answered. */

export type Kind = 'write' | 'read';

export interface Load {
  /** The calls that were answered, and how many of them in a second. */
  readonly count: number;
  readonly value: number;
  /** So many milliseconds most calls took at most: all but one in a hundred. */
  readonly p99: number;
}

/** Keys are used again and again, so that no table grows with the number of writes. */
export const KEYS = 256;
const VALUE = 'v'.repeat(100);

export function keyAt(index: number): string {
  return `key-${index % KEYS}`;
}

/** Different in each write, and 100 bytes. */
export function valueAt(index: number): string {
  return (index + VALUE).slice(0, VALUE.length);
}

/** @param call rejects where it was not answered, which ends the load: a figure with failures in it says nothing */
export async function load(
  call: (index: number) => Promise<unknown>,
  callers: number,
  forMs: number,
): Promise<Load> {
  const latencies: number[] = [];
  const begin = performance.now();
  let index = 0;
  const work = async (): Promise<void> => {
    for (let before = begin; before - begin < forMs; ) {
      await call(index++);
      const after = performance.now();
      latencies.push(after - before);
      before = after;
    }
  };
  await Promise.all(Array.from({ length: callers }, work));
  const seconds = (performance.now() - begin) / 1000;
  const sorted = latencies.sort((a, b) => a - b);
  const p99 = sorted[Math.floor(0.99 * sorted.length)]!;
  return { count: sorted.length, value: sorted.length / seconds, p99 };
}
