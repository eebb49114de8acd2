import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as acceptors from '#test/conformance/mutants/acceptors.js';
import * as learners from '#test/conformance/mutants/learners.js';
import * as proposers from '#test/conformance/mutants/proposers.js';
import { production, type Roles } from '#test/conformance/tie.js';
import { Cluster, type Fate } from '#test/model-based/cluster.js';
import { type Happening, happenings } from '#test/model-based/observed.js';

const TASKS = 150;
const SEED = 14;

const anyFate = fc.oneof(
  { arbitrary: fc.constant<Fate>('arrives'), weight: 12 },
  { arbitrary: fc.constantFrom<Fate>('is lost', 'arrives twice'), weight: 2 },
  { arbitrary: fc.constantFrom<Fate>('meets a crash', 'meets a crash half way'), weight: 1 },
);

/**
 * Runs of a cluster; `seen` is given what happened in each.
 *
 * The scheduler is made of a seed within the run: one that fast-check clones for shrinking goes on where the clone
 * before it stopped, and the path that is printed would not replay.
 */
function runs(roles: Roles, seen: (happenings: ReadonlySet<Happening>) => void = () => {}) {
  const order = fc.noShrink(fc.integer());
  const fates = fc.array(anyFate, { maxLength: TASKS, size: 'max' });
  return fc.asyncProperty(order, fates, fc.nat(8), async (seed, fates, patience) => {
    const [scheduler] = fc.sample(fc.scheduler(), { seed, numRuns: 1 });
    const cluster = new Cluster({ scheduler: scheduler!, roles, fates, patience });
    await cluster.run(TASKS);
    seen(cluster.observed.happenings);
    const { observed, problem } = cluster;
    // The onlooker has seen every vote: where a node stops and the onlooker sees nothing wrong, it stopped without cause.
    const wrong = observed.wrong() ?? (problem === undefined ? undefined : `a false alarm: ${problem}`);
    if (wrong !== undefined) throw new Error(`${wrong}\n\n${cluster.transcript()}`);
  });
}

/** What never happened in any of some runs. */
async function neverSeen(roles: Roles, numRuns: number): Promise<readonly Happening[]> {
  const seen = new Set<Happening>();
  await fc.assert(
    runs(roles, (happened) => {
      for (const happening of happened) seen.add(happening);
    }),
    { numRuns },
  );
  return happenings.filter((happening) => !seen.has(happening));
}

describe('a cluster over a network that loses, repeats and reorders, its nodes crashing at any effect', () => {
  test('agrees on a value that was asked for, and sometimes does: decides, adopts, duels, restarts', async () => {
    expect(await neverSeen(production, 500)).toEqual([]);
  }, 60_000);

  test('would not pass because nothing is decided (a learner that hears nothing)', async () => {
    const deaf: Roles = { ...production, learner: (state) => [state, []] };
    expect(await neverSeen(deaf, 50)).toContain('something was decided');
  });

  const wrong = [
    { mutant: acceptors.votesBelowItsPromise, what: 'agreement' },
    { mutant: acceptors.forgetsItsVote, what: 'agreement' },
    { mutant: acceptors.sendsBeforeItPersists, what: 'agreement' },
    { mutant: proposers.ignoresReportedVotes, what: 'agreement' },
    { mutant: proposers.adoptsTheFirstReported, what: 'agreement' },
    { mutant: learners.addsUpBallots, what: 'learned implies chosen' },
  ].map(({ mutant: { name, row, roles }, what }) => [name, row, what, roles] as const);

  test.each(wrong)(
    'fails with %s (%s): %s falls',
    async (_, __, what, roles) => {
      const { errorInstance } = await fc.check(runs(roles), {
        seed: SEED,
        numRuns: 3000,
        endOnFailure: true,
      });
      expect(String(errorInstance)).toMatch(new RegExp(`^Error: ${what}: `));
    },
    60_000,
  );

  test('prints the seed and the path that replay a failure, and what happened', async () => {
    const wrong = runs(acceptors.votesBelowItsPromise.roles);
    const failure = await fc.assert(wrong, { seed: SEED, numRuns: 3000 }).catch((error: Error) => error);
    const { message, cause } = failure as Error;
    const [, seed, path] = /seed: (\d+), path: "([^"]+)"/.exec(message)!;
    expect(String(cause)).toMatch(/^p1 → a\d {2}accept ballot=1\.p1 value=olives$/m);
    const replayed = await fc.check(wrong, { seed: Number(seed), path: path!, endOnFailure: true });
    expect(replayed.numRuns).toBe(1);
    expect(String(replayed.errorInstance)).toBe(String(cause));
  });
});
