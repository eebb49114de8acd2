/** Power failures under load: whatever was written and not synced may be gone, and nothing that was acknowledged is. */
import { rmSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { linearizable } from '#model/index.js';
import { sum } from '#test/faults/machine.js';
import { sideBySide } from '#test/faults/place.js';
import { processFaults } from '#test/faults/process-faults.js';
import { canTrace } from '#test/faults/tracer.js';
import { Trial } from '#test/faults/trial.js';
import { chance } from '#test/transport/fuzz.js';

const SEED = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);

const ROUNDS = 4;
const ROUNDS_MAX = 16;

let trial: Trial | undefined;
afterEach(() => trial?.close());

test.skipIf(!canTrace)(
  `what was acknowledged outlives a power failure that takes unsynced writes (seed ${SEED}; skipped without strace)`,
  async () => {
    trial = await Trial.start(await sideBySide(3), chance(SEED));
    // A process is often killed between a write and its sync, and not always.
    for (let round = 0; round < ROUNDS || (lost(trial) === 0 && round < ROUNDS_MAX); round++) {
      await trial.underWay();
      await processFaults[`cut the power of ${round % 2 === 0 ? 'one' : 'all'}`]!(trial);
    }
    await trial.underWay();
    await trial.end();
    const { load, processes, counts } = trial;
    console.info({ ...counts, ...load.counts });
    expect(processes.errors).toBe('');
    expect(linearizable(sum, load.history, { by: ({ key }) => key, reads: ({ add }) => add === 0 })).toEqual({
      isLinearizable: true,
    });
    expect(counts['keys read at the end']).toBe(counts.keys);
    expect(lost(trial)).toBeGreaterThan(0);
    expect((await trial.conformance()).refusal).toBeNull();
    rmSync(trial.notes, { recursive: true });
  },
);

function lost({ counts }: Trial): number {
  return counts['unsynced bytes lost'] ?? 0;
}
