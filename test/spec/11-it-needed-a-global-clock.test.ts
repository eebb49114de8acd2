/** Chapter 11 takes one thing away from chapter 08: the clock. */
import { describe, expect, test } from 'vitest';
import { agreement } from '#spec/01-one-server/claims.js';
import { rounds } from '#spec/08-ask-a-majority/rounds.js';
import { twoRounds } from '#spec/11-it-needed-a-global-clock/it-needed-a-global-clock.js';
import { overlappingRounds } from '#spec/11-it-needed-a-global-clock/overlap.js';
import { verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 11, it needed a global clock', { timeout: 60_000 }, () => {
  test('agrees with the clock', async () => {
    expect(await verdictsOf(rounds('rounds', twoRounds), agreement)).toEqual({ agreement: 'holds' });
  });

  test('does not agree without, though machines and rounds are the same', async () => {
    const system = overlappingRounds('overlapping rounds', twoRounds);
    expect(await verdictsOf(system, agreement)).toEqual({ agreement: 'fails' });
  });
});
