/** A search that is put aside and taken up again ends where one without interruption ends. */
import { describe, expect, test } from 'vitest';
import { type Checkpoint, type Exploration, ModelError } from '#model/index.js';
import messageSet from '#test/reference/message-set.js';
import type { Check } from '#test/reference/reference.js';
import register from '#test/reference/register.js';
import twoPhaseCommit from '#test/reference/two-phase-commit.js';

const counts = ({ states, transitions, selfLoops, depth, complete, localSteps }: Exploration) => ({
  states,
  transitions,
  selfLoops,
  depth,
  complete,
  localSteps,
});

/** Explores in runs, each ended after so many checkpoints and continued from the last. Returns the last, and how many there were. */
async function inRuns(check: Check, checkpoints: number): Promise<{ last: Exploration; runs: number }> {
  let kept: Checkpoint | undefined;
  for (let runs = 1; ; runs++) {
    const killer = new AbortController();
    let saved = 0;
    const last = await check.explore({
      signal: killer.signal,
      checkpoint: {
        everyMs: 0,
        save: (checkpoint) => {
          // Through a clone, as through a file.
          kept = structuredClone(checkpoint);
          if (++saved >= checkpoints) killer.abort();
        },
      },
      ...(kept !== undefined && { resume: kept }),
    });
    if (last.complete || runs > 200) return { last, runs };
  }
}

describe('a search put aside', () => {
  test.each([
    ['message-set 3 2 3', messageSet.build(3, 2, 3), 2],
    ['register 4 2', register.build(4, 2), 3],
    ['two-phase-commit 7', twoPhaseCommit.build(7), 1],
  ])('ends as one that goes through (%s)', async (_, check, checkpoints) => {
    const whole = await check.explore();
    const { last, runs } = await inRuns(check, checkpoints);
    expect(runs).toBeGreaterThan(1);
    expect(counts(last)).toEqual(counts(whole));
    expect(last.results.map(({ verdict }) => verdict)).toEqual(whole.results.map(({ verdict }) => verdict));
  });

  test('is not taken up by another system', async () => {
    let kept: Checkpoint | undefined;
    const killer = new AbortController();
    const save = (checkpoint: Checkpoint): void => {
      kept = checkpoint;
      killer.abort();
    };
    await messageSet.build(3, 2, 3).explore({ signal: killer.signal, checkpoint: { everyMs: 0, save } });
    await expect(twoPhaseCommit.build(3).explore({ resume: kept! })).rejects.toThrow(ModelError);
    await expect(messageSet.build(3, 2, 2).explore({ resume: kept! })).rejects.toThrow(ModelError);
  });

  test('is not made of representatives', async () => {
    const save = (): void => undefined;
    const check = messageSet.build(3, 2, 2);
    await expect(check.explore({ symmetry: true, checkpoint: { everyMs: 0, save } })).rejects.toThrow(
      /cannot be put aside/,
    );
  });
});
