/**
 * Clusters of processes under faults of all kinds, one cluster after the other until the time is over: what was acknowledged is
 * there, and what the clients saw is linearizable.
 */

import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { linearizable } from '#model/index.js';
import { sum } from '#test/faults/machine.js';
import { memberFaults } from '#test/faults/member-faults.js';
import { bridgeFaults, proxyFaults } from '#test/faults/network-faults.js';
import { canMakeNetworks } from '#test/faults/networks.js';
import type { Place } from '#test/faults/place.js';
import { diskFaults, type Fault, processFaults } from '#test/faults/process-faults.js';
import { Proxies } from '#test/faults/proxies.js';
import { Room } from '#test/faults/room.js';
import { canTrace } from '#test/faults/tracer.js';
import { type Clocks, Trial } from '#test/faults/trial.js';
import { chance } from '#test/transport/fuzz.js';

const SECONDS = Number(process.env.FAULTS_SECONDS ?? 60);
const SEED = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);
/** A cluster is on trial for so long: its history is searched for an order. */
const TRIAL_MAX_S = 90;
/** What starting a cluster and looking at what it did take beside that. */
const AROUND_S = 10;

interface Kind {
  readonly members: number;
  readonly inRoom: boolean;
  readonly clocks: Clocks;
  /** Whether members come and go. */
  readonly isChanging: boolean;
}

/** Of three and of five, with proxies between them and in namespaces; with leases, and with clocks that none could rest on. */
const KINDS: readonly Kind[] = [
  { members: 3, inRoom: false, clocks: 'drifting', isChanging: false },
  { members: 5, inRoom: true, clocks: 'drifting', isChanging: true },
  { members: 5, inRoom: false, clocks: 'wild', isChanging: false },
  { members: 3, inRoom: true, clocks: 'drifting', isChanging: false },
  { members: 3, inRoom: false, clocks: 'drifting', isChanging: true },
  { members: 5, inRoom: true, clocks: 'wild', isChanging: true },
];
const POSSIBLE = KINDS.filter(({ inRoom }) => canMakeNetworks || !inRoom);

type Faults<Where extends Place> = Readonly<Record<string, Fault<Trial<Where>>>>;

/** Does one fault after the other until the time is over: all of them in any order, and again. */
async function strike<Where extends Place>(
  trial: Trial<Where>,
  faults: Faults<Where>,
  until: number,
): Promise<void> {
  let left: string[] = [];
  for (;;) {
    await trial.wait(0.5, 2.5);
    if (performance.now() > until) return;
    if (left.length === 0) left = Object.keys(faults);
    const [name] = left.splice(Math.floor(trial.random() * left.length), 1);
    await trial.strike(name!, () => faults[name!]!(trial));
  }
}

/** One cluster: things happen to its processes, and meanwhile to what is between them. */
async function tryCluster<Where extends Place>(
  place: Where,
  { clocks, isChanging }: Kind,
  random: () => number,
  seconds: number,
  [others, between]: readonly [Faults<Where>, Faults<Where>],
): Promise<object> {
  const ofProcesses = { ...others, ...(isChanging && memberFaults) };
  const trial = await Trial.start(place, random, clocks);
  try {
    const until = performance.now() + seconds * 1_000;
    await Promise.all([strike(trial, ofProcesses, until), strike(trial, between, until)]);
    // Connections that were silent are noticed to be dead, and members that were away catch up.
    await pause(5_000);
    await trial.end();
    const { load, processes, counts } = trial;
    expect(processes.errors).toBe('');
    expect(counts['keys read at the end']).toBe(counts.keys);
    expect(linearizable(sum, load.history, { by: ({ key }) => key, reads: ({ add }) => add === 0 })).toEqual({
      isLinearizable: true,
    });
    expect(load.counts.answered).toBeGreaterThan(seconds);
    const figures = { ...counts, ...load.counts, longestStall: trial.longestStall };
    const { refusal, events, configurations } = await trial.conformance();
    expect(refusal).toBeNull();
    rmSync(trial.notes, { recursive: true });
    return { ...figures, eventsInTraces: events, configurationsInTraces: configurations };
  } finally {
    await trial.close();
  }
}

test(
  `what was acknowledged is there and is linearizable, whatever fails (${SECONDS} s, seed ${SEED}; strace: ${canTrace}, namespaces: ${canMakeNetworks})`,
  async () => {
    const random = chance(SEED);
    const end = performance.now() + SECONDS * 1_000;
    const seconds = Math.min(TRIAL_MAX_S, SECONDS / 2 - AROUND_S);
    for (let round = 0; round < 2 || performance.now() < end; round++) {
      const kind = POSSIBLE[round % POSSIBLE.length]!;
      const { members, inRoom } = kind;
      const figures = inRoom
        ? await tryCluster(await Room.of(members), kind, random, seconds, [
            { ...processFaults, ...diskFaults },
            bridgeFaults,
          ])
        : await tryCluster(await Proxies.of(members), kind, random, seconds, [processFaults, proxyFaults]);
      console.info({ ...kind, ...figures });
    }
  },
  SECONDS * 3_000 + 180_000,
);
