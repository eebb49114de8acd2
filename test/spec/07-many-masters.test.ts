/** Chapter 07 has one new idea: whoever is asked is a master. */
import { describe, expect, test } from 'vitest';
import { agreement, progressIsPossible } from '#spec/01-one-server/claims.js';
import { decidedStaysDecided } from '#spec/07-many-masters/claims.js';
import { mastersAndSlaves } from '#spec/07-many-masters/many-masters.js';
import { verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 07, many masters', () => {
  test.each([
    { masters: ['m1', 'm2'], progress: 'holds', safety: 'fails' },
    { masters: ['m1'], progress: 'fails', safety: 'holds' },
  ])('needs no detector, and pays with agreement ($masters)', async ({ masters, progress, safety }) => {
    const system = mastersAndSlaves('masters', { masters, stops: { master: 1 } });
    expect(await verdictsOf(system, progressIsPossible, agreement, decidedStaysDecided)).toEqual({
      'progress is always possible': progress,
      agreement: safety,
      'decided stays decided': safety,
    });
  });
});
