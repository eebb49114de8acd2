import { afterEach, expect, test } from 'vitest';
import { linearizable } from '#model/index.js';
import { Load, pause } from '#test/faults/load.js';
import { sum } from '#test/faults/machine.js';
import { Processes } from '#test/faults/processes.js';
import { chance } from '#test/transport/fuzz.js';

const SECONDS = Number(process.env.FAULTS_SECONDS ?? 60);
const SEED = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);

let processes: Processes | undefined;
afterEach(() => processes?.close());

/** Who leads, as far as the first member that knows of a leader says. */
async function leader(cluster: Processes): Promise<string | undefined> {
  const running = cluster.names.filter((name) => cluster.isRunning(name));
  const replies = await Promise.race([
    Promise.all(running.map((name) => cluster.status(name))),
    pause(1_000).then(() => []),
  ]);
  const named = replies.flatMap((reply) => (reply?.type === 'status' && reply.leader ? [reply.leader] : []));
  return named[0];
}

test(
  `no acknowledged command is lost and none is executed twice, whoever is killed or stopped (${SECONDS} s, seed ${SEED})`,
  async () => {
    const cluster = await Processes.start(3);
    processes = cluster;
    const random = chance(SEED);
    const any = (): string => cluster.names[Math.floor(random() * 3)]!;
    const rounds = { kill: 0, killLeader: 0, stopLeader: 0, killAll: 0 };
    const load = new Load(cluster, 24, () => [0, 1, 2, 3].map((key) => `${total(rounds)}.${key}`));
    const end = performance.now() + SECONDS * 1_000;
    await pause(3_000);
    while (performance.now() < end) {
      const fault = (Object.keys(rounds) as (keyof typeof rounds)[])[Math.floor(random() * 4)]!;
      const victims =
        fault === 'kill' ? [any()] : fault === 'killAll' ? cluster.names : [(await leader(cluster)) ?? any()];
      if (fault === 'stopLeader') {
        cluster.stop(victims[0]!);
        await pause(500 + random() * 2_500);
        cluster.goOn(victims[0]!);
      } else {
        await Promise.all(victims.map((name) => cluster.kill(name)));
        await pause(random() * 2_000);
        for (const name of victims) cluster.run(name);
      }
      rounds[fault]++;
      await pause(1_000 + random() * 2_000);
    }
    await load.end();
    // Everybody is there: whatever was acknowledged is read by each of them.
    const keys = new Set(
      load.history.flatMap((event) => (event.type === 'call' ? [event.operation.key] : [])),
    );
    expect(cluster.errors).toBe('');
    const before = load.counts.answered;
    const reads = cluster.names.flatMap((name) => [...keys].map((key) => load.call(name, { key, add: 0 })));
    await Promise.all(reads);
    expect(load.counts.answered - before).toBe(reads.length);
    console.info({ ...rounds, ...load.counts, keys: keys.size });
    expect(linearizable(sum, load.history, { by: ({ key }) => key })).toEqual({ isLinearizable: true });
    expect(load.counts.answered).toBeGreaterThan(SECONDS * 10);
  },
  SECONDS * 1_000 + 120_000,
);

function total(rounds: Readonly<Record<string, number>>): number {
  return Object.values(rounds).reduce((sum, count) => sum + count, 0);
}
