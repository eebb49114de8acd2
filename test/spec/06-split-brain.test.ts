/** Chapter 06 changes one thing, the detector. */
import { describe, expect, test } from 'vitest';
import { agreement } from '#spec/01-one-server/claims.js';
import { oneMasterAtATime, onlyTheDeadAreReported } from '#spec/05-promotion/claims.js';
import { detectorMachine } from '#spec/05-promotion/detector.js';
import { successors } from '#spec/05-promotion/system.js';
import { guessingDetector } from '#spec/06-split-brain/split-brain.js';
import { verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 06, split brain', () => {
  test.each([
    { detector: guessingDetector, guesses: 'guesses', verdict: 'fails' },
    { detector: detectorMachine, guesses: 'does not guess', verdict: 'holds' },
  ])('is a matter of the detector alone (it $guesses)', async ({ detector, verdict }) => {
    const system = successors('two servers', { servers: ['s1', 's2'], mortal: ['s1'], detector });
    expect(await verdictsOf(system, agreement, oneMasterAtATime, onlyTheDeadAreReported)).toEqual({
      agreement: verdict,
      'one master at a time': verdict,
      'only the dead are reported': verdict,
    });
  });
});
