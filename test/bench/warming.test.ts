import { expect, test } from 'vitest';
import { Cluster } from '#test/bench/cluster/cluster.js';
import { KEYS, type Kind, type Load, type Pace, warmed } from '#test/bench/cluster/load.js';
import { sideBySide } from '#test/faults/place.js';

/** Has no members, and only notes how it is loaded. */
class Noted extends Cluster {
  readonly loads: (readonly [Kind, Pace, number])[] = [];
  onLoad = (): void => {};

  protected command = (): readonly string[] => [];
  protected leaderAt = async (): Promise<null> => null;
  put = async (): Promise<void> => {};

  async load(...asked: readonly [Kind, Pace, number]): Promise<Load> {
    this.loads.push(asked);
    this.onLoad();
    return { count: 1, value: 1, p50: 1, p99: 1 };
  }
}

test('before anything is measured every key is written, and then 8 callers write for five times as long', async () => {
  const cluster = new Noted(await sideBySide(0));
  await cluster.begin(100, new AbortController().signal);
  await cluster.close();
  expect(cluster.loads).toEqual([
    ['write', { callers: KEYS }, 100],
    ['write', { callers: 8 }, 500],
  ]);
});

test('a cluster that is interrupted while it warms up ends after the load that is under way', async () => {
  const cluster = new Noted(await sideBySide(0));
  const stop = new AbortController();
  cluster.onLoad = () => stop.abort();
  await cluster.begin(100, stop.signal);
  await cluster.close();
  expect(cluster.loads).toHaveLength(1);
});

test('a load is measured after the same one has gone on for three times as long', async () => {
  const runs: number[] = [];
  const result = await warmed(async (ms) => runs.push(ms), 100);
  expect([runs, result]).toEqual([[300, 100], 2]);
});
