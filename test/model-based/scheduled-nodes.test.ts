import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Make } from '#src/simulator/host.js';
import { SIGHTS, type Sight } from '#src/simulator/sights.js';
import { scheduledRun } from '#test/model-based/scheduled-nodes.js';
import { mistakes } from '#test/simulator/mistakes.js';

const SEED = 10;

/** What there is to choose in a run. The order is chosen by fast-check's scheduler, which is made of a seed within the run. */
const choices = fc.record({
  order: fc.noShrink(fc.integer()),
  seed: fc.noShrink(fc.nat()),
  turns: fc.integer({ min: 1, max: 6_000 }),
  clients: fc.integer({ min: 1, max: 3 }),
  duplication: fc.constantFrom(0, 0.1),
  loss: fc.constantFrom(0, 0.1),
});

/** Runs of three nodes; `saw` is told what each has met. */
function runs(make: Make = {}, saw: (sight: Sight) => void = () => {}) {
  return fc.asyncProperty(choices, async (chosen) => {
    const { watch, trace } = await scheduledRun(chosen, make);
    for (const sight of SIGHTS) if (watch.sights[sight] > 0) saw(sight);
    if (watch.failure !== null)
      throw new Error(`${watch.failure.claim}: ${watch.failure.account}\n\n${trace.text()}`);
  });
}

describe('three nodes, whose messages, writes and timers happen in the order of fast-check’s scheduler', () => {
  test('keep every claim of the simulator, and meet what a cluster needs its protocol for', async () => {
    const seen = new Set<Sight>();
    await fc.assert(
      runs({}, (sight) => seen.add(sight)),
      { numRuns: 25 },
    );
    const wanted: readonly Sight[] = [
      'a read was answered without a decree',
      'a node crashed with a write under way',
      'a node started again from what it kept',
      'a value was adopted from a promise',
    ];
    expect(wanted.filter((sight) => !seen.has(sight))).toEqual([]);
  });

  test('a mistake is found, made smaller, and taken again from the seed and the path that are printed', async () => {
    const { make } = mistakes.find(({ name }) => name === 'does not keep its votes')!;
    const failed = await fc.check(runs(make), { seed: SEED, numRuns: 50 });
    const [, seed, path] = /seed: (\d+), path: "([^"]+)"/.exec(fc.defaultReportMessage(failed)!)!;
    const replayed = await fc.check(runs(make), { seed: Number(seed), path: path!, endOnFailure: true });
    expect(replayed.numRuns).toBe(1);
    expect(failed.numShrinks).toBeGreaterThan(0);
    expect(String(failed.errorInstance)).toMatch(
      /^Error: what is acknowledged is on the disks of a quorum: /,
    );
    expect(String(failed.errorInstance)).toMatch(/n\d → n\d {2}accept/);
    expect(String(replayed.errorInstance)).toBe(String(failed.errorInstance));
  });
});
