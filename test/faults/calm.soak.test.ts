/** Full load and no faults: whoever leads stays the leader, unless a process stands still for longer than the time-out, once. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { linearizable } from '#model/index.js';
import { Load } from '#test/faults/load.js';
import { ELECTION_MS, sum } from '#test/faults/machine.js';
import { sideBySide } from '#test/faults/place.js';
import { Processes } from '#test/faults/processes.js';
import { until } from '#test/transport/words.js';

const SECONDS = Number(process.env.CALM_SECONDS ?? 60);
const LOOKED_AT_EVERY_MS = 100;
/** A leader that has stood still is replaced within so much time after it. */
const AFTERWARDS_MS = 5_000;

let processes: Processes | undefined;
afterEach(() => processes?.close());

test(
  `nobody is elected under full load without faults, unless a process stands still for longer than the time-out of ${ELECTION_MS} ms (${SECONDS} s)`,
  async () => {
    const cluster = await Processes.start({ place: await sideBySide(3) });
    processes = cluster;
    /** Whom each member takes for the leader. */
    const leaders = new Map<string, string>();
    const changes: { readonly at: number; readonly by: string; readonly to: string }[] = [];
    const stalls: { readonly at: number; readonly ms: number; readonly whose: string }[] = [];
    const look = async (): Promise<void> => {
      const { names } = cluster;
      const replies = await Promise.all(names.map((name) => cluster.status(name)));
      const at = performance.now();
      for (const [index, reply] of replies.entries()) {
        if (reply?.type !== 'status') continue;
        const { leader: now, stalledMs } = reply;
        const name = names[index]!;
        stalls.push({ at, ms: Math.round(stalledMs), whose: name });
        if (now === null || now === leaders.get(name)) continue;
        leaders.set(name, now);
        changes.push({ at, by: name, to: now });
      }
    };
    const looking = setInterval(() => void look(), LOOKED_AT_EVERY_MS);
    try {
      const isAgreed = (): boolean => leaders.size === 3 && new Set(leaders.values()).size === 1;
      await until(isAgreed, 'a leader that all hear', 30_000);
      changes.length = 0;
      stalls.length = 0;
      const load = new Load(cluster);
      await pause(SECONDS * 1_000);
      await load.end();
      const elections = changes.map(({ at, by, to }) => {
        // A process tells of a stall when it goes on.
        const before = stalls.filter((each) => each.at - each.ms <= at && at <= each.at + AFTERWARDS_MS);
        const { ms = 0, whose = '' } = before.sort((one, other) => other.ms - one.ms)[0] ?? {};
        return { by, to, longestStallMs: ms, whose };
      });
      const long = stalls.filter(({ ms }) => ms > ELECTION_MS).length;
      const longestMs = Math.max(0, ...stalls.map(({ ms }) => ms));
      console.info({ ...load.counts, stallsAboveTimeOut: long, longestMs, elections });
      expect(
        linearizable(sum, load.history, { by: ({ key }) => key, reads: ({ add }) => add === 0 }),
      ).toEqual({ isLinearizable: true });
      expect(load.counts.answered).toBeGreaterThan(SECONDS * 10);
      expect(elections.filter(({ longestStallMs }) => longestStallMs <= ELECTION_MS)).toEqual([]);
      expect(cluster.errors).toBe('');
    } finally {
      clearInterval(looking);
    }
  },
  SECONDS * 1_000 + 90_000,
);
