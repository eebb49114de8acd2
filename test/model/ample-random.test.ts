/** On systems that fast-check makes up, ample sets change no verdict, and every trace is a run of the system. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claims } from '#test/model/oracle/claims.js';
import type { Plan } from '#test/model/oracle/plan.js';
import { plans, type Shape } from '#test/model/oracle/plans.js';
import { explored, sameVerdicts } from '#test/model/oracle/reduced.js';

const SHAPE: Shape = {
  networks: ['lossy'],
  roles: [2, 3],
  participants: [1, 2],
  size: [2, 5],
  inputs: [0, 2],
  rules: [1, 7],
  mail: [3, 6],
  faults: false,
  turning: 'no',
};

const VERDICTS = ['always', 'deadlock-free', 'sometimes', 'step'].flatMap((kind) => [
  `${kind} fails`,
  `${kind} holds`,
]);

/** What was met, so that nothing is shown of nothing. */
interface Met {
  readonly verdicts: Set<string>;
  /** Explorations in which something was left out, and how many states that saved at most. */
  reduced: number;
  saved: number;
}

describe('ample sets change no verdict', { timeout: 120_000 }, () => {
  test.each(['lossy', 'unordered', 'ordered', 'lossy-set', 'latest', 'rounds'] as const)(
    'over the network %s',
    async (network) => {
      const met = await agree({ ...SHAPE, networks: [network] }, 400);
      expect([...met.verdicts].sort()).toEqual(VERDICTS);
      expect(met.reduced).toBeGreaterThan(20);
    },
  );

  test.each(['lossy', 'unordered', 'ordered', 'lossy-set', 'latest', 'rounds'] as const)(
    'with crashes, stops and partitions (%s)',
    async (network) => {
      const met = await agree({ ...SHAPE, networks: [network], roles: [1, 2], faults: true }, 250);
      expect([...met.verdicts].sort()).toEqual(VERDICTS);
    },
  );
});

/** The plan itself, or without its bounds, which count what is under way: then no step that sends shows for that. */
function unbounded(plan: Plan, isBounded: boolean): Plan {
  return isBounded ? plan : { ...plan, within: null };
}

async function agree(shape: Shape, numRuns: number): Promise<Met> {
  const met: Met = { verdicts: new Set(), reduced: 0, saved: 0 };
  await fc.assert(
    fc.asyncProperty(plans(shape), fc.boolean(), claims, async (made, isBounded, some) => {
      const plan = unbounded(made, isBounded);
      for (const asked of [some, ...some.map((claim) => [claim]), []]) {
        const found = await explored(plan, asked, 3000);
        if (found === undefined) return;
        for (const verdict of sameVerdicts(plan, asked, found)) met.verdicts.add(verdict);
        if (found.ample.ample!.partial > 0) met.reduced++;
        if (found.full.complete && found.ample.complete)
          met.saved = Math.max(met.saved, found.full.states - found.ample.states);
      }
    }),
    { numRuns },
  );
  return met;
}
