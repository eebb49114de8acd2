/**
 * Of runs that never end, the checker finds on small graphs what trying all sets of states finds, under weak and under strong
 * fairness. The seeds are fixed, so that every verdict under every kind of fairness occurs in every run of the tests.
 */
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  alwaysPossible,
  eventually,
  explore,
  type Fairness,
  leadsTo,
  type Property,
  replay,
  strong,
  weak,
} from '#model/index.js';
import {
  breaks,
  isBroken,
  isLost,
  type Paths,
  type Promised,
  passedBy,
  stepsOf,
} from '#test/model/oracle/fair-runs.js';
import {
  MARKS,
  mailed,
  mazes,
  type Subject,
  subjectOfMaze,
  subjectOfPlan,
} from '#test/model/oracle/small-graphs.js';

/** Two sets of marks as bits, and what is assumed. */
interface Claim {
  readonly gives: number;
  readonly goal: number;
  readonly fairness: readonly Fairness[];
}

describe('the checker and an oracle that tries every set of states agree on', { timeout: 120_000 }, () => {
  test('walks through small graphs', async () => {
    const met = await agree(mazes.map(subjectOfMaze), 2000);
    expect(everything(['input', 'role']).filter((one) => !met.has(one))).toEqual([]);
  });

  test('systems with messages under way', async () => {
    const met = await agree(mailed.map(subjectOfPlan), 600);
    expect(everything(['delivery']).filter((one) => !met.has(one))).toEqual([]);
  });
});

/** The answers met, under each kind of fairness. */
async function agree(
  subjects: Arbitrary<Subject | undefined>,
  numRuns: number,
): Promise<ReadonlyMap<string, number>> {
  const met = new Map<string, number>();
  const marks = fc.nat(2 ** MARKS - 1);
  const assumed = fc.array(fc.tuple(fc.constantFrom(weak, strong), fc.nat(1000)), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(subjects, marks, marks, assumed, async (subject, gives, goal, some) => {
      fc.pre(subject !== undefined);
      const steps = stepsOf(subject.paths);
      const fairness = steps.length === 0 ? [] : some.map(([of, one]) => of(steps[one % steps.length]!));
      for (const answer of await compare(subject, { gives, goal, fairness }))
        met.set(answer, (met.get(answer) ?? 0) + 1);
    }),
    { numRuns, seed: 1985, maxSkipsPerRun: 40 },
  );
  return met;
}

async function compare({ system, paths, markOf, marks }: Subject, claim: Claim): Promise<readonly string[]> {
  const { fairness } = claim;
  const isIn = (set: number) => (state: never) => isMarked(set, markOf(state));
  const goal = (state: number): boolean => isMarked(claim.goal, marks[state]!);
  const atStart = { gives: (state: number) => state === 0, goal, fairness };
  const wherever = { ...atStart, gives: (state: number) => isMarked(claim.gives, marks[state]!) };
  const properties: readonly Property<never>[] = [
    eventually('eventually', isIn(claim.goal), fairness),
    leadsTo('leads to', isIn(claim.gives), isIn(claim.goal), fairness),
    alwaysPossible('always possible', isIn(claim.goal)),
  ];
  const { results } = await explore(system, properties as never);
  expect(results.map(({ verdict }) => verdict)).toEqual(
    [
      isBroken(paths, atStart),
      isBroken(paths, wherever),
      paths.some((_, state) => isLost(paths, goal, state)),
    ].map((isRefuted) => (isRefuted ? 'fails' : 'holds')),
  );
  for (const [index, { trace }] of results.entries()) {
    if (trace === undefined) continue;
    expect(replay(system, trace, properties[index] as never)).toBeUndefined();
    const shows =
      index === 2
        ? isLost(paths, goal, passedBy(paths, trace).at(-1)!)
        : breaks(paths, trace, index === 0 ? atStart : wherever);
    expect(shows, `the trace of '${properties[index]!.name}' is a fair run that shows it`).toBe(true);
  }
  const [one, ...more] = fairness.map(({ strength, of }) => `${strength} ${Object.keys(of)[0]}`);
  const under = more.length > 0 ? 'several' : (one ?? 'nothing');
  return [
    `eventually, assuming ${under}: ${answer(paths, atStart)}`,
    `leads to, assuming ${under}: ${answer(paths, wherever)}`,
    `always possible: ${results[2]!.verdict}`,
  ];
}

/** What is so of a promise, and what of that it owes to the assumptions. */
function answer(paths: Paths, promised: Promised): string {
  const { fairness } = promised;
  if (isBroken(paths, promised)) return 'fails';
  if (!isBroken(paths, { ...promised, fairness: [] })) return 'holds';
  const weakly = { ...promised, fairness: fairness.map(({ of }) => weak(of)) };
  return isBroken(paths, weakly) ? 'holds, since it is strong' : 'holds, since it is fair';
}

function isMarked(set: number, mark: number): boolean {
  return (set >> mark) % 2 === 1;
}

/**
 * What must be met: each promise under assumptions about each of these kinds of steps, and each answer. That an assumption is
 * strong tells only beside others: a run that comes to where the step is not possible could else stay there for ever.
 */
function everything(of: readonly string[]): readonly string[] {
  const kinds = of.flatMap((steps) => [`weak ${steps}`, `strong ${steps}`]);
  const answers = [
    ...['nothing: fails', 'nothing: holds', 'several: holds, since it is strong'],
    ...[...kinds, 'several'].flatMap((under) =>
      ['fails', 'holds', 'holds, since it is fair'].map((answer) => `${under}: ${answer}`),
    ),
  ];
  const promises = ['eventually', 'leads to'].flatMap((kind) =>
    answers.map((answer) => `${kind}, assuming ${answer}`),
  );
  return [...promises, 'always possible: fails', 'always possible: holds'];
}
