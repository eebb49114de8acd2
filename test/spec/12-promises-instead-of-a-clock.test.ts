/** Chapter 12 has one idea more than chapter 11: an answer is a promise. */
import { describe, expect, test } from 'vitest';
import { explore, formatTrace } from '#model/index.js';
import { agreement } from '#spec/01-one-server/claims.js';
import type { Machines } from '#spec/08-ask-a-majority/rounds.js';
import { oneValuePerRound } from '#spec/09-masters-keep-propagating/claims.js';
import { twoRounds } from '#spec/11-it-needed-a-global-clock/it-needed-a-global-clock.js';
import { overlappingRounds } from '#spec/11-it-needed-a-global-clock/overlap.js';
import { disks, restarting } from '#spec/12-promises-instead-of-a-clock/promises-instead-of-a-clock.js';
import { promisingSlaveMachine, slaveWithoutPromise } from '#spec/12-promises-instead-of-a-clock/slave.js';
import { verdictsOf } from '#test/spec/verdicts.js';

describe('chapter 12, promises instead of a clock', { timeout: 60_000 }, () => {
  test('agrees with the promise', async () => {
    expect(await agreementOf({ slave: promisingSlaveMachine })).toEqual({ verdict: 'holds' });
  });

  test('reaches not one state more where slaves restart and find all that they knew', async () => {
    const without = await explore(restarting('nobody restarts', {}), []);
    const slaves = await explore(restarting('slaves restart', { slave: Infinity }), []);
    expect(slaves.states).toBe(without.states);
  });

  test.each([
    { keeping: 'keep', master: ['round'], verdict: 'holds' },
    { keeping: 'forget', master: [], verdict: 'fails' },
  ])(
    'has one value per round, and agrees, where masters $keeping their round',
    async ({ master, verdict }) => {
      const system = restarting('a master restarts', { master: 1 }, { ...disks, master });
      expect(await verdictsOf(system, agreement, oneValuePerRound)).toEqual({
        agreement: verdict,
        'one value per round': verdict,
      });
    },
  );

  test('fails without it as chapter 11 does: the transcript is the same, letter by letter', async () => {
    const chapter11 = await agreementOf({});
    expect(chapter11).toEqual({
      verdict: 'fails',
      transcript: expect.stringContaining('c2: told [] → [wine]'),
    });
    expect(await agreementOf({ slave: slaveWithoutPromise })).toEqual(chapter11);
  });
});

/** The verdict on agreement in two rounds that may overlap, and the transcript of the counterexample. */
async function agreementOf(machines: Partial<Machines>) {
  const system = overlappingRounds('two rounds', twoRounds, machines);
  const [result] = (await explore(system, [agreement])).results;
  const { verdict, trace } = result!;
  return { verdict, ...(trace && { transcript: formatTrace(trace, system.show) }) };
}
