import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalKey } from '#model/data/values.js';
import { explore, type Pair } from '#model/index.js';
import { ignoresReportedVotes } from '#spec/14-the-synod/ablations/proposers.js';
import { type LiveStep, live } from '#spec/14-the-synod/live.js';
import { twoBallots, withCrashes } from '#spec/14-the-synod/sizes.js';
import { machines, synod } from '#spec/14-the-synod/synod.js';
import { chapters } from '#spec/index.js';
import { synod as commandLine } from '#test/cli/synod.js';

const SEED = 14;
const seeds = fc.noShrink(fc.nat(2 ** 31));
/** Small enough to be explored in a moment. */
const size = { ...withCrashes, rounds: twoBallots.rounds };
const rough = { crash: 0.03, timeout: 0.15, lost: 0.1, again: 0.2 };

function isOfOneMind({ learned, told }: ReturnType<typeof live>): boolean {
  return new Set([...learned, ...told]).size <= 1;
}

describe('the machines as running actors', () => {
  test.each([
    ['usual odds', {}],
    ['rough ones', { odds: rough }],
  ])('agree on what somebody asked for, and mostly do (%s)', (_, options) => {
    let runs = 0;
    let decided = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const run = live(seed, options);
        runs++;
        decided += Number(run.told.length > 0);
        expect(isOfOneMind(run), run.lines.join('\n')).toBe(true);
        for (const value of [...run.learned, ...run.told]) expect(run.requested).toContain(value);
      }),
      { numRuns: 500, seed: SEED },
    );
    expect(decided / runs).toBeGreaterThan(0.7);
  });

  test('take no step that the checker has not explored, and in some runs crash and are lost, twice told and late', async () => {
    const { pairs } = await explore(synod('live', size), []);
    const taken = [...pairs()].filter((pair): pair is Pair & LiveStep => pair.after !== undefined);
    const explored = new Set(taken.map(keyOf));
    const seen = new Set<string>();
    fc.assert(
      fc.property(seeds, (seed) => {
        const steps: LiveStep[] = [];
        const { lines } = live(seed, { size, odds: rough, onStep: (step) => steps.push(step) });
        const unknown = steps.filter((step) => !explored.has(keyOf(step)));
        expect(unknown, lines.join('\n')).toEqual([]);
        for (const step of steps) seen.add(keyOf(step));
        for (const line of lines) seen.add(/crashes|lost/.exec(line)?.[0] ?? 'arrives');
      }),
      { numRuns: 500, seed: SEED },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['crashes', 'lost', 'arrives']));
    expect(seen.size).toBeGreaterThan(explored.size / 2);
  });

  test('do not agree where a proposer ignores reported votes (S8): the runs are rough enough to tell', () => {
    const wrong = { ...machines, ...ignoresReportedVotes.machines };
    const agreement = fc.property(seeds, (seed) => {
      const run = live(seed, { odds: rough, machines: wrong });
      if (!isOfOneMind(run)) throw new Error(`${run.learned.join(' and ')} are learned`);
    });
    const { failed, errorInstance } = fc.check(agreement, { numRuns: 500, seed: SEED });
    expect(failed).toBe(true);
    expect(String(errorInstance)).toContain('olives and wine are learned');
  });

  test('do the same again with the same seed, and something else with another', () => {
    expect(live(1)).toEqual(live(1));
    expect(live(1).lines).not.toEqual(live(2).lines);
  });
});

test('synod live prints every message, and what came of it', async () => {
  const { lines, told } = live(7);
  const { code, out } = await commandLine('live 14 --seed 7', chapters);
  expect(code).toBe(0);
  expect(out).toBe(`${lines.join('\n')}\nseed 7: ${told.join()} learned, ${told.join()} told\n`);
  expect(lines[0]).toMatch(/^c1 → p\d {2}request value=/);
  expect((await commandLine('live 2', chapters)).err).toContain('expected one of: 14-the-synod');
});

/** What tells one step from another: who, where, what, and where then. */
function keyOf({ id, before, event, after }: LiveStep): string {
  return canonicalKey([id, before, event, after]);
}
