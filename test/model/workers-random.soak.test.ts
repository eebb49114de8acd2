/**
 * On systems that fast-check makes up, several threads find what one finds: counts, verdicts and traces. All levels are shared out, the
 * smallest too.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { traceOf } from '#model/counterexample/trace-of.js';
import { goesWithThreads } from '#model/exploration/compatibility.js';
import { type AnySystem, type Exploration, explore, formatTrace, type Property } from '#model/index.js';
import { startThread, type Thread } from '#model/search/parallel/threads.js';
import type { Search } from '#model/search/search.js';
import { claims } from '#test/model/oracle/claims.js';
import { plans, type Shape, SMALL } from '#test/model/oracle/plans.js';
import { propertyOf, refinementOf, systemOf } from '#test/model/oracle/subject.js';
import { ended, searchedBy } from '#test/model/threads.js';

const SHAPE: Shape = {
  ...SMALL,
  networks: ['lossy', 'lossy-set', 'latest', 'lossy-latest', 'rounds'],
  faults: true,
};
const STATES = 20_000;

let threads: readonly Thread[];
beforeAll(async () => {
  threads = await Promise.all([startThread(), startThread()]);
});
afterAll(() => {
  for (const thread of threads) thread.end();
});

test.each<[string, Partial<Shape>, number]>([
  ['small ones', {}, 50],
  [
    'of thousands of states',
    { roles: [2, 3], size: [8, 16], inputs: [1, 1], rules: [0, 4], turning: 'yes' },
    25,
  ],
  [
    'of many local states',
    { roles: [1, 2], participants: [1, 1], size: [20, 70], rules: [0, 3], turning: 'yes' },
    25,
  ],
])('two threads find what one finds (systems %s)', async (_, shape, numRuns) => {
  const met = { states: 0, verdicts: new Set<string>() };
  await fc.assert(
    fc.asyncProperty(
      plans({ ...SHAPE, ...shape }),
      claims,
      fc.constantFrom(0, 3, 64),
      async (plan, made, few) => {
        const system = systemOf(plan);
        const properties = [...made.map((claim) => propertyOf(plan, claim)), refinementOf(plan, made[0]!)];
        const one = await alone(system, properties);
        if (one === undefined) return;
        const search = await searchedBy(threads, system, properties, { few });
        expect(goesWithThreads(search)).toBe(true);
        expect(found(search)).toEqual(foundBy(one));
        met.states = Math.max(met.states, one.states);
        for (const { kind, verdict } of one.results) met.verdicts.add(`${kind} ${verdict}`);
      },
    ),
    { numRuns },
  );
  expect(met.states).toBeGreaterThan(100);
  expect(met.verdicts.size).toBeGreaterThan(3);
});

/** What one thread finds; undefined where there is too much of it, or messages that go round. */
async function alone(
  system: AnySystem,
  properties: readonly Property<never>[],
): Promise<Exploration | undefined> {
  const one = await explore(system, properties as never, { maxStates: STATES }).catch(() => undefined);
  return one?.stopped === 'states' ? undefined : one;
}

function foundBy(found: Exploration) {
  const { states, transitions, selfLoops, beyondBounds, depth, complete, localSteps, results } = found;
  const traces = results.map(({ trace }) => trace && formatTrace(trace));
  return { states, transitions, selfLoops, beyondBounds, depth, complete, localSteps, traces };
}

function found(search: Search): ReturnType<typeof foundBy> {
  const { rows, transitions, selfLoops, beyondBounds, depth, complete, tables, judge } = search;
  const { localSteps } = tables;
  const traces = judge.cases.map((each) => each.finding && formatTrace(ended(traceOf(search, each))));
  return { states: rows.count, transitions, selfLoops, beyondBounds, depth, complete, localSteps, traces };
}
