import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore, replay } from '#model/index.js';
import { claims } from '#test/model/oracle/claims.js';
import { plans, type Shape, SMALL } from '#test/model/oracle/plans.js';
import { propertyOf, systemOf } from '#test/model/oracle/subject.js';

const SHAPE: Shape = { ...SMALL, size: [2, 6], faults: true };

test('every trace found in made-up systems, on all networks and with all faults, is followed to where its claim is decided', async () => {
  let followed = 0;
  await fc.assert(
    fc.asyncProperty(plans(SHAPE), claims, async (plan, claims) => {
      const properties = claims.map((claim) => propertyOf(plan, claim));
      const made = systemOf(plan);
      const found = await explore(made, properties as never, { maxStates: 2000 }).catch(() => undefined);
      for (const [index, { trace }] of (found?.results ?? []).entries()) {
        if (trace === undefined) continue;
        followed++;
        expect(replay(systemOf(plan), trace, properties[index] as never)).toBeUndefined();
      }
    }),
    { numRuns: 150 },
  );
  expect(followed).toBeGreaterThan(150);
}, 60_000);
