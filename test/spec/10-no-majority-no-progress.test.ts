/** Chapter 10 has one new idea: a majority of all slaves, whether or not they can be reached. */
import { describe, expect, test } from 'vitest';
import { agreement } from '#spec/01-one-server/claims.js';
import {
  masterThatCountsItsOwnSide,
  size,
  split,
} from '#spec/10-no-majority-no-progress/no-majority-no-progress.js';
import { splitRounds } from '#spec/10-no-majority-no-progress/split.js';
import { verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 10, no majority, no progress', { timeout: 60_000 }, () => {
  test.each([
    { deciding: 'all slaves', machines: {}, verdict: 'holds' },
    { deciding: 'those in reach', machines: { master: masterThatCountsItsOwnSide }, verdict: 'fails' },
  ])('agreement $verdict with a majority of $deciding', async ({ machines, verdict }) => {
    expect(await verdictsOf(splitRounds('a split', size, split, machines), agreement)).toEqual({
      agreement: verdict,
    });
  });
});
