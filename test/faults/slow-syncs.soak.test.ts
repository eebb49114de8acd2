/** Disks that are slow to sync: what is acknowledged rests on a majority of them, and on no more. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { sideBySide } from '#test/faults/place.js';
import { Processes } from '#test/faults/processes.js';
import { canTrace, SlowSyncs } from '#test/faults/tracer.js';

const DELAY_MS = 200;
const MEASURED_MS = 2_500;
const CLIENTS = 3;

let processes: Processes | undefined;
afterEach(() => processes?.close());

/** How long each command took that was asked for, in milliseconds, in order of length. */
async function latencies(cluster: Processes): Promise<readonly number[]> {
  const found: number[] = [];
  const end = performance.now() + MEASURED_MS;
  const work = async (client: number): Promise<void> => {
    while (performance.now() < end) {
      const begin = performance.now();
      const reply = await cluster.call(cluster.names[client]!, { key: 'key', add: 1 });
      if (reply?.type === 'answered') found.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, client) => work(client)));
  return found.sort((a, b) => a - b);
}

/** The same while so many of them are slow to sync. All others are traced too, so that nothing else is different. */
async function latenciesWith(cluster: Processes, slow: readonly string[]): Promise<readonly number[]> {
  const tracers = await Promise.all(
    cluster.names.map((name) => SlowSyncs.of(cluster.pid(name)!, slow.includes(name) ? DELAY_MS : 0)),
  );
  await pause(1_000);
  const found = await latencies(cluster);
  await Promise.all(tracers.map((tracer) => tracer.letGo()));
  return found;
}

async function leaderOf(cluster: Processes): Promise<string> {
  for (;;) {
    const status = await cluster.status(cluster.names[0]!);
    if (status?.type === 'status' && status.leader !== null) return status.leader;
    await pause(50);
  }
}

test.skipIf(!canTrace)(
  `nothing is acknowledged before a majority has synced, and no slower disk is waited for (${DELAY_MS} ms; skipped without strace)`,
  async () => {
    const cluster = await Processes.start({ place: await sideBySide(3) });
    processes = cluster;
    await cluster.call('n1', { key: 'key', add: 1 });
    const leader = await leaderOf(cluster);
    const [one, other] = cluster.names.filter((name) => name !== leader) as [string, string];
    const of = (slow: readonly string[]) => latenciesWith(cluster, slow);
    const before = await of([]);
    const minorities = { follower: await of([one]), leader: await of([leader]) };
    const majorities = { followers: await of([one, other]), leaderToo: await of([leader, one]) };
    console.info(
      Object.entries({ before, ...minorities, ...majorities })
        .map(inWords)
        .join('\n'),
    );
    for (const found of Object.values(majorities)) expect(found[0]).toBeGreaterThanOrEqual(DELAY_MS);
    // Whoever waits for the slow one needs the delay. Twice the time is what a busy machine may add.
    for (const found of Object.values(minorities))
      expect(quantile(found, 0.5)).toBeLessThan(Math.min(2 * quantile(before, 0.5), DELAY_MS));
    expect(cluster.errors).toBe('');
  },
);

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * sorted.length)]!;
}

function inWords([name, found]: readonly [string, readonly number[]]): string {
  const [least, median, nine] = [0, 0.5, 0.9].map((share) => quantile(found, share).toFixed(0));
  return `${name}: ${found.length} commands, least ${least} ms, median ${median} ms, nine of ten within ${nine} ms`;
}
