/**
 * Every part of the Synod's machines is there for a reason: each mutant made by rule is killed by a named claim, or is known
 * to do no harm. Which falls by what, where and how soon is pinned in the blocks that show it.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { explore, mutantsOf, unnamedParts } from '#model/index.js';
import { propertiesOf } from '#spec/14-the-synod/claims.js';
import { memory } from '#spec/14-the-synod/memory.js';
import { harmless } from '#spec/14-the-synod/mutants/harmless.js';
import { ladderFor } from '#spec/14-the-synod/mutants/ladder.js';
import { mutants } from '#spec/14-the-synod/mutants/mutants.js';
import type { RoleName } from '#spec/14-the-synod/size.js';
import { sizeInWords } from '#spec/14-the-synod/sizes.js';
import { machines, synod } from '#spec/14-the-synod/synod.js';
import { theSynod } from '#spec/14-the-synod/the-synod.js';
import { isKnown, labelOf, readPages, staleBlocks } from '#src/book/book.js';
import { thisHouse } from '#src/book/house.js';
import { claimsThatHold } from '#src/book/kinds/ablated.js';
import { formatProblems } from '#src/book/problem.js';
import { type Decided, decideSuspects, notAsListed } from '#src/book/suspects.js';

const roles = Object.keys(machines) as RoleName[];
let decided: Decided;

beforeAll(async () => {
  decided = await decideSuspects(mutants, { err: { write: () => true } });
}, 900_000);

describe('the mutants', () => {
  test('are of all machines, and no part of one escapes', () => {
    const made = roles.flatMap((role) => mutantsOf(machines[role], { durable: memory[role] }));
    expect(mutants.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
    for (const role of roles) expect(unnamedParts(machines[role])).toEqual([]);
  });

  test('are each killed by a claim or listed as harmless, at most one in ten; and the changed part ran', () => {
    expect(formatProblems(notAsListed([theSynod], decided))).toBe('');
    const survivors = mutants.filter((one) => decided.get(one)!.falls.length === 0);
    expect({ all: mutants.length, harmless: survivors.map(({ id }) => id).sort() }).toEqual({
      all: 55,
      harmless: Object.keys(harmless).sort(),
    });
    expect(survivors).toHaveLength(5);
  });

  test('break every claim of the chapter', () => {
    const fallen = new Set([...decided.values()].flatMap(({ falls }) => falls.map(({ claim }) => claim)));
    expect(claimsThatHold(theSynod).filter((claim) => !fallen.has(claim))).toEqual([]);
  });

  test('stand in the book as they were decided', async () => {
    const { pages } = readPages(await thisHouse());
    expect(formatProblems(staleBlocks(pages, new Map(), decided))).toBe('');
    const compared = pages.flatMap(({ blocks }) => blocks.filter(({ plan }) => plan.suspects));
    expect(compared.map(labelOf).sort()).toEqual([
      'ablated',
      'mutants 14-the-synod all',
      'mutants harmless',
      'mutants killed',
    ]);
    for (const block of compared) expect(isKnown(block, new Map(), decided)).toBe(true);
  });
});

/** The larger ones are instances of the chapter, or part of one. */
describe('the right machines pass where mutants are looked at', () => {
  const rungs = new Map(
    roles.flatMap(ladderFor).flatMap((rung) => (isSmall(rung) ? [[sizeInWords(rung.size), rung]] : [])),
  );

  test.each([...rungs])('%s', async (_, { size, apart, maxStates }) => {
    const properties = Object.entries(propertiesOf(size));
    const { complete, states, results } = await explore(
      synod('right', size),
      properties.map(([, property]) => property),
    );
    const fallen = properties.filter((_, at) => results[at]!.verdict !== 'holds').map(([name]) => name);
    expect(fallen.sort()).toEqual([...apart].sort());
    expect(complete).toBe(true);
    expect(states).toBeLessThan(maxStates / 4);
  });
});

function isSmall({ maxStates }: { readonly maxStates: number }): boolean {
  return maxStates <= 400_000;
}
