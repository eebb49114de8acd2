/** Chapter 09 has one sentence, and another that sounds like it. */
import { describe, expect, test } from 'vitest';
import { agreement } from '#spec/01-one-server/claims.js';
import { rounds } from '#spec/08-ask-a-majority/rounds.js';
import { masterThatTellsWhatItRead } from '#spec/09-masters-keep-propagating/ablations.js';
import { aMajoritySettlesIt } from '#spec/09-masters-keep-propagating/claims.js';
import { agreedIn } from '#spec/09-masters-keep-propagating/history.js';
import { size } from '#spec/09-masters-keep-propagating/masters-keep-propagating.js';
import { verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 09, once a majority agrees, masters keep propagating', { timeout: 60_000 }, () => {
  test.each([
    [3, 'holds'],
    [4, 'fails'],
  ])('refutes the loose sentence in four rounds (%i rounds: %s)', async (count, verdict) => {
    const loose = aMajoritySettlesIt(2);
    const system = rounds('rounds', { ...size, rounds: count });
    expect(await verdictsOf(system, loose)).toEqual({ [loose.name]: verdict });
  });

  test.each([
    [4, 'holds'],
    [5, 'fails'],
  ])('loses agreement in five rounds where it tells what it read (%i rounds: %s)', async (count, verdict) => {
    const machines = { master: masterThatTellsWhatItRead };
    const system = rounds('told after reading', { ...size, rounds: count }, machines);
    expect(await verdictsOf(system, agreement)).toEqual({ agreement: verdict });
  });

  test('a majority that stored a value in different rounds has not agreed', () => {
    const stored = [
      { round: 1, value: 'olives', slave: 's1' },
      { round: 3, value: 'olives', slave: 's3' },
    ];
    expect(agreedIn(stored, 2)).toEqual([]);
    expect(agreedIn([...stored, { round: 3, value: 'olives', slave: 's2' }], 2)).toEqual([
      { round: 3, value: 'olives' },
    ]);
  });
});
