/**
 * On systems that fast-check makes up, a search with ample sets shows a claim all that a full one does: every end, and every value and
 * every change of the parts that it looks at. So verdicts are the same; and every trace is a run of the system.
 */
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claims, formulas } from '#test/model/oracle/claims.js';
import type { Claim } from '#test/model/oracle/formula.js';
import { glimpses, type Look } from '#test/model/oracle/glimpses.js';
import { type Plan, TYPES } from '#test/model/oracle/plan.js';
import { plans, type Shape } from '#test/model/oracle/plans.js';
import { explored, sameVerdicts } from '#test/model/oracle/reduced.js';

const NETWORKS = ['lossy', 'unordered', 'ordered', 'lossy-set', 'latest', 'lossy-latest', 'rounds'] as const;

/** Few connections, so that there is something to leave out. */
const SHAPE: Shape = {
  networks: NETWORKS,
  roles: [2, 3],
  participants: [1, 1],
  size: [2, 3],
  inputs: [1, 1],
  rules: [2, 8],
  mail: [3, 6],
  faults: false,
  turning: 'no',
};
const ALWAYS_GOING: Shape = { ...SHAPE, rules: [0, 5], turning: 'yes' };

/** Claims that look at little, and one that looks at more, so that what the others look at varies. */
const little: Arbitrary<readonly Claim[]> = fc.tuple(
  ...(['always', 'sometimes', 'step', 'deadlock-free'] as const).map((kind) =>
    fc.record({ kind: fc.constant(kind), formula: formulas(0), after: formulas(0) }),
  ),
);

const VERDICTS = ['always', 'deadlock-free', 'sometimes', 'step'].flatMap((kind) => [
  `${kind} fails`,
  `${kind} holds`,
]);

const looks: Arbitrary<Look> = fc.record({
  at: fc.constantFrom('ends' as const, 'states' as const, 'steps' as const),
  member: fc.nat(2),
  types: fc.subarray([...TYPES], { maxLength: 1 }),
  history: fc.boolean(),
});

/** What was met, so that nothing is shown of nothing. */
interface Met {
  readonly verdicts: Set<string>;
  /** Explorations in which something was left out. */
  reduced: number;
}

describe('with ample sets', { timeout: 120_000 }, () => {
  test.each(NETWORKS)('a claim sees all that there is to see (%s)', async (network) => {
    expect(await seeAll({ networks: [network] }, 200)).toBeGreaterThan(30);
    expect(await seeAll({ networks: [network], faults: true }, 100)).toBeGreaterThan(10);
  });

  test('verdicts are the same, and traces are runs of the system', async () => {
    const met = await agree({}, 300);
    expect([...met.verdicts].sort()).toEqual(VERDICTS);
    expect(met.reduced).toBeGreaterThan(100);
  });

  test('verdicts are the same with crashes, stops and partitions', async () => {
    const met = await agree({ faults: true }, 150);
    expect([...met.verdicts].sort()).toEqual(VERDICTS);
    expect(met.reduced).toBeGreaterThan(20);
  });
});

/** Returns in how many explorations something was left out. */
async function seeAll(shape: Partial<Shape>, numRuns: number): Promise<number> {
  let reduced = 0;
  await fc.assert(
    fc.asyncProperty(made(shape), looks, async (plan, look) => {
      const full = await glimpses(plan, look, { maxStates: STATES_MAX }).catch(messageOf);
      if (typeof full === 'object' && !full.found.complete) return;
      const ample = await glimpses(plan, look, { ample: true }).catch(messageOf);
      // Where instant messages go round, both must say so, of whichever they meet first.
      expect(typeof ample).toBe(typeof full);
      if (typeof full === 'string' || typeof ample === 'string') return;
      expect(ample.seen).toEqual(full.seen);
      expect(ample.found.states).toBeLessThanOrEqual(full.found.states);
      if (ample.found.ample!.partial > 0) reduced++;
    }),
    { numRuns },
  );
  return reduced;
}

function messageOf({ message }: Error): string {
  return message;
}

/** Half of the plans are without their bounds, which look at all that is under way: every step that sends shows for that. */
function made(shape: Partial<Shape>): Arbitrary<Plan> {
  const bounded = fc.oneof(plans({ ...SHAPE, ...shape }), plans({ ...ALWAYS_GOING, ...shape }));
  return fc
    .tuple(bounded, fc.boolean())
    .map(([plan, isBounded]) => (isBounded ? plan : { ...plan, within: null }));
}

async function agree(shape: Partial<Shape>, numRuns: number): Promise<Met> {
  const met: Met = { verdicts: new Set(), reduced: 0 };
  await fc.assert(
    fc.asyncProperty(made(shape), fc.oneof(little, claims), async (plan, some) => {
      for (const asked of [some, ...some.map((claim) => [claim])]) {
        const found = await explored(plan, asked, STATES_MAX);
        if (found === undefined) return;
        for (const verdict of sameVerdicts(plan, asked, found)) met.verdicts.add(verdict);
        if (found.ample.ample!.partial > 0) met.reduced++;
      }
    }),
    { numRuns },
  );
  return met;
}

/** States beyond which a system is not looked at. */
const STATES_MAX = 500;
