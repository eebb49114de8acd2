/** A leader that is stopped, and goes on when another has led: what it answers under its lease is never stale, unless its clock stood still unnoticed. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Reply } from '#test/faults/machine.js';
import { Processes } from '#test/faults/processes.js';
import { Proxies } from '#test/faults/proxies.js';
import type { ClockSetting } from '#test/faults/skewed-clock.js';

const ROUNDS = 4;
/** Asked while it is stopped, and answered as soon as it goes on. */
const READS = 5;
const READ_WITHIN_MS = 1_000;

let processes: Processes | undefined;
afterEach(() => processes?.close());

interface Reads {
  readonly fresh: number;
  readonly stale: number;
  readonly rejected: number;
}

/** Stops one leader after the other, while nothing reaches it, and reads from it what was written meanwhile. */
async function readFromStoppedLeaders(clock: ClockSetting): Promise<Reads> {
  const place = await Proxies.of(3);
  const cluster = await Processes.start({ place, beginning: () => ({ setting: { clock } }) });
  processes = cluster;
  const read = { fresh: 0, stale: 0, rejected: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const key = `key ${round}`;
    const leader = await leaderOf(cluster, cluster.names);
    const others = cluster.names.filter((name) => name !== leader);
    await add(cluster, leader, key, 1);
    const { from, to } = place.of(leader);
    for (const proxy of [...from, ...to]) proxy.silence();
    cluster.stop(leader);
    await leaderOf(cluster, others);
    await add(cluster, others[0]!, key, 2);
    const asked = Array.from({ length: READS }, () => cluster.call(leader, { key, add: 0 }, READ_WITHIN_MS));
    cluster.goOn(leader);
    for (const reply of await Promise.all(asked)) {
      if (reply?.type === 'answered') read[reply.answer === 2 ? 'fresh' : 'stale']++;
      else read.rejected++;
    }
    for (const proxy of [...from, ...to]) proxy.heal();
  }
  expect(cluster.errors).toBe('');
  console.info({ clock, ...read });
  return read;
}

/** The one of them whom they all take for the leader. */
async function leaderOf(cluster: Processes, names: readonly string[]): Promise<string> {
  for (;;) {
    const told = await Promise.all(names.map((name) => cluster.status(name)));
    const leaders = new Set(told.map((reply) => (reply as Reply & { readonly type: 'status' }).leader));
    const [leader] = leaders;
    if (leaders.size === 1 && leader && names.includes(leader)) return leader;
    await pause(20);
  }
}

async function add(cluster: Processes, name: string, key: string, sum: number): Promise<void> {
  expect(await cluster.call(name, { key, add: 1 })).toMatchObject({ type: 'answered', answer: sum });
}

test('its lease has run out (its clock went on while it was stopped)', async () => {
  expect(await readFromStoppedLeaders({})).toEqual({ fresh: 0, stale: 0, rejected: ROUNDS * READS });
});

test('its lease counts no more (its clock stood still, and the time of day went on)', async () => {
  const read = await readFromStoppedLeaders({ isStanding: true });
  expect(read).toEqual({ fresh: 0, stale: 0, rejected: ROUNDS * READS });
});

test('it answers what was so when it was stopped (its clock stood still, and nothing tells of it)', async () => {
  expect((await readFromStoppedLeaders({ isStanding: true, isAlone: true })).stale).toBeGreaterThan(0);
});
