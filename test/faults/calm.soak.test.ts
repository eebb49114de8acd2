import { afterEach, expect, test } from 'vitest';
import { linearizable } from '#model/index.js';
import { Load, pause } from '#test/faults/load.js';
import { ELECTION_MS, type Reply, sum } from '#test/faults/machine.js';
import { sideBySide } from '#test/faults/place.js';
import { Processes } from '#test/faults/processes.js';
import { until } from '#test/transport/words.js';

const SECONDS = Number(process.env.CALM_SECONDS ?? 60);

let processes: Processes | undefined;
afterEach(() => processes?.close());

type Status = Reply & { readonly type: 'status' };

test(
  `nobody is elected under full load without faults, unless a process stands still for longer than the time-out (${SECONDS} s)`,
  async () => {
    const cluster = await Processes.start({ place: await sideBySide(3) });
    processes = cluster;
    const statuses = async (): Promise<readonly Status[]> => {
      const replies = await Promise.all(cluster.names.map((name) => cluster.status(name)));
      return replies.filter((reply) => reply?.type === 'status');
    };
    let latest: readonly Status[] = [];
    const isAgreed = (): boolean =>
      latest.length === 3 &&
      new Set(latest.map(({ leader }) => leader)).size === 1 &&
      latest[0]!.leader !== null;
    const sampling = setInterval(async () => {
      latest = await statuses();
    }, 100);
    try {
      await until(isAgreed, 'a leader that all hear', 30_000);
      const { leader } = latest[0]!;
      const begin = performance.now();
      const load = new Load(cluster, 24, () =>
        [0, 1, 2, 3].map((key) => `${Math.floor((performance.now() - begin) / 500)}.${key}`),
      );
      let changes = 0;
      let before = leader;
      while (performance.now() - begin < SECONDS * 1_000) {
        await pause(100);
        for (const { leader: now } of latest)
          if (now !== null && now !== before) {
            changes++;
            before = now;
          }
      }
      await load.end();
      const stalledMs = Math.round(Math.max(...(await statuses()).map((status) => status.stalledMs)));
      console.info({ ...load.counts, changes, stalledMs });
      expect(linearizable(sum, load.history, { by: ({ key }) => key })).toEqual({ isLinearizable: true });
      expect(load.counts.answered).toBeGreaterThan(SECONDS * 10);
      expect(stalledMs > ELECTION_MS || changes === 0).toBe(true);
      expect(cluster.errors).toBe('');
    } finally {
      clearInterval(sampling);
    }
  },
  SECONDS * 1_000 + 90_000,
);
