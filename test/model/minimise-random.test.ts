import fc from 'fast-check';
import { expect, test } from 'vitest';
import { always, deadlockFree, explore, type Property, sometimes, step, traceLength } from '#model/index.js';
import { best, meritOf } from '#test/model/every-shortest.js';
import type { Plan } from '#test/model/oracle/plan.js';
import { plans, type Shape, SMALL } from '#test/model/oracle/plans.js';
import { type Seen, systemOf, writeOut } from '#test/model/oracle/subject.js';

const SHAPE: Shape = { ...SMALL, participants: [1, 3], size: [2, 6], rules: [6, 14], faults: true };

/** Claims decided here and there, one state in so many: in a few places of one level, and not at its beginning. */
function claimsOf(plan: Plan, oneIn: number): readonly Property<Seen>[] {
  const isChosen = (...states: readonly Seen[]): boolean =>
    hash(states.map((state) => writeOut(plan, state)).join(' then ')) % oneIn === 0;
  return [
    always('not chosen', (state: Seen) => !isChosen(state)),
    sometimes('chosen', (state: Seen) => isChosen(state)),
    step('no chosen step', (before: Seen, after: Seen) => !isChosen(before, after)),
    deadlockFree('ends only where chosen', (state: Seen) => isChosen(state)),
  ];
}

function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = (Math.imul(sum, 31) + character.charCodeAt(0)) >>> 0;
  return (Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d) >>> 8) & 0xffff;
}

test('a trace is the best of all shortest ones: fewest participants, then fewest messages, then the first', {
  timeout: 120_000,
}, async () => {
  const compared: number[] = [];
  const sizes = fc.constantFrom(10, 40, 160);
  await fc.assert(
    fc.asyncProperty(plans(SHAPE), sizes, async (plan, oneIn) => {
      const properties = claimsOf(plan, oneIn);
      const found = await explore(systemOf(plan), properties as never, { maxStates: 1500 }).catch(
        () => undefined,
      );
      for (const [index, { trace, minimal }] of (found?.results ?? []).entries()) {
        if (trace === undefined || !minimal) continue;
        const expected = best(systemOf(plan), properties[index]! as Property<never>, traceLength(trace));
        if (expected === undefined) continue;
        compared.push(traceLength(trace));
        expect(meritOf(systemOf(plan), trace)).toEqual(expected);
      }
    }),
    { numRuns: 120, endOnFailure: true },
  );
  expect(compared.length).toBeGreaterThan(100);
  expect(compared.filter((length) => length > 3).length).toBeGreaterThan(10);
});
