import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decidedThrough } from '#src/paxos/log.js';
import { ReplicaCluster } from './replica-cluster.js';
import { mutants } from './replica-mutants.js';
import { choices, firstFall, runs } from './replica-runs.js';
import { CHANGES, HAPPENINGS, type Happening } from './replica-witness.js';
import { kindOf } from './violation.js';

/** Every mutant below falls within fewer. */
const RUNS = 60;

describe('three replicas over a network that loses, repeats and reorders, crashing at any persist', () => {
  test('agree in each slot and in each state, execute once, keep what they answered, and read nothing stale', () => {
    const seen = new Set<Happening>();
    fc.assert(
      runs(undefined, (happening) => seen.add(happening)),
      { numRuns: RUNS, seed: 16 },
    );
    expect(HAPPENINGS.filter((happening) => !seen.has(happening))).toEqual([]);
  }, 120_000);
});

test('five replicas of which two or three are members, and others after each change, agree no less', () => {
  const seen = new Set<Happening>();
  fc.assert(
    runs(undefined, (happening) => seen.add(happening), 800, true),
    { numRuns: RUNS, seed: 16 },
  );
  expect(CHANGES.filter((happening) => !seen.has(happening))).toEqual([]);
}, 120_000);

describe('a replica with one rule broken', () => {
  const rows = mutants.map((mutant) => [mutant.name, mutant.row, mutant] as const);

  test.each(rows)('%s (%s): is found, by what it breaks before anything else', (_, __, mutant) => {
    expect(firstFall(mutant)).toBe(mutant.falls);
  });
});

test('a failure prints the seed and the path that replay it, and what happened', () => {
  const { make, falls } = mutants.find(({ name }) => name === 'its votes rest on nothing')!;
  const failed = fc.check(runs(make, undefined, 80), { seed: 16, numRuns: 400 });
  const report = fc.defaultReportMessage(failed)!;
  const [, seed, path] = /seed: (\d+), path: "([^"]+)"/.exec(report)!;
  const replayed = fc.check(runs(make, undefined, 80), {
    seed: Number(seed),
    path: path!,
    endOnFailure: true,
  });
  expect(replayed.numRuns).toBe(1);
  expect(kindOf(replayed.errorInstance)).toBe(falls);
  expect(String(replayed.errorInstance)).toBe(String(failed.errorInstance));
  // The shrunk run says, message after message, how it went wrong.
  expect(String(failed.errorInstance)).toMatch(/n\d → n\d/);
}, 60_000);

test('once faults end, everything is decided, and all logs are the same', () => {
  fc.assert(
    fc.property(choices(300), (row) => {
      const cluster = new ReplicaCluster();
      for (const choice of row) cluster.turn(choice);
      const before = cluster.witness.answered.size;
      cluster.settle(60);
      const decided = cluster.nodes.map(({ replica }) => decidedThrough(replica.log));
      if (cluster.witness.answered.size <= before || new Set(decided).size > 1)
        throw new Error(
          `answered ${before}, then ${cluster.witness.answered.size}; decided ${decided}\n${cluster.transcript()}`,
        );
    }),
    { numRuns: 50, seed: 17 },
  );
}, 120_000);
