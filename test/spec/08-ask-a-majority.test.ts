/** Chapter 08 has one new idea: ask a majority, and propagate the latest of what it has. */
import { describe, expect, test } from 'vitest';
import { agreement } from '#spec/01-one-server/claims.js';
import { ablations } from '#spec/08-ask-a-majority/ablations.js';
import { answers } from '#spec/08-ask-a-majority/answers.js';
import { size } from '#spec/08-ask-a-majority/ask-a-majority.js';
import { rounds } from '#spec/08-ask-a-majority/rounds.js';
import { notAsStated, verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 08, ask a majority, propagate the latest', { timeout: 60_000 }, () => {
  test('has answers to its exercises that are as stated', async () => {
    expect(await notAsStated(answers)).toEqual([]);
  });

  test('agrees with the whole idea', async () => {
    expect(await verdictsOf(rounds('rounds', size), agreement)).toEqual({ agreement: 'holds' });
  });

  test.each(ablations)('loses agreement where $name', async ({ name, machines }) => {
    expect(await verdictsOf(rounds(name, size, machines), agreement)).toEqual({ agreement: 'fails' });
  });

  test.each([
    [2, 'holds'],
    [3, 'fails'],
  ])(
    'needs three rounds to tell any answer from the latest (%i rounds: agreement %s)',
    async (count, verdict) => {
      const { machines } = ablations.find(({ name }) => name.includes('any answer'))!;
      const system = rounds('any answer', { ...size, rounds: count }, machines);
      expect(await verdictsOf(system, agreement)).toEqual({ agreement: verdict });
    },
  );
});
