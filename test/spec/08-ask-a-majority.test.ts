/** Chapter 08 has one new idea: ask a majority, and propagate the latest of what it has. */
import { describe, expect, test } from 'vitest';
import { agreement } from '#spec/01-one-server/claims.js';
import { ablations } from '#spec/08-ask-a-majority/ablations.js';
import { size } from '#spec/08-ask-a-majority/ask-a-majority.js';
import { masterMachine } from '#spec/08-ask-a-majority/master.js';
import { rounds } from '#spec/08-ask-a-majority/rounds.js';
import { verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 08, ask a majority, propagate the latest', { timeout: 60_000 }, () => {
  test('agrees with the whole idea', async () => {
    expect(await verdictsOf(rounds('rounds', size), agreement)).toEqual({ agreement: 'holds' });
  });

  test.each(
    ablations.map(({ name, machines }) => ({ name, machines, needed: name.includes('any answer') ? 3 : 2 })),
  )('loses agreement in $needed rounds, and in no fewer, where $name', async ({ name, machines, needed }) => {
    const inRounds = (count: number) => rounds(name, { ...size, rounds: count }, machines);
    expect(await verdictsOf(inRounds(needed - 1), agreement)).toEqual({ agreement: 'holds' });
    expect(await verdictsOf(inRounds(needed), agreement)).toEqual({ agreement: 'fails' });
  });

  test.each(
    ablations.map(({ name, machines }) => ({
      name,
      machines,
      verdict: name.includes('what its client wants') ? 'fails' : 'holds',
    })),
  )(
    'over a network that works for everybody or for nobody, agreement $verdict where $name',
    async ({ name, machines, verdict }) => {
      const forAllOrNobody = {
        ...rounds(name, size, machines),
        instant: ['read', 'answer', 'write', 'written'],
      };
      expect(await verdictsOf(forAllOrNobody, agreement)).toEqual({ agreement: verdict });
    },
  );

  test('loses agreement with the whole idea where two masters share a round', async () => {
    const master = masterMachine.provide({ guards: { isItsOwn: () => true } });
    const shared = rounds('a shared round', { ...size, rounds: 1 }, { master });
    expect(await verdictsOf(shared, agreement)).toEqual({ agreement: 'fails' });
  });
});
