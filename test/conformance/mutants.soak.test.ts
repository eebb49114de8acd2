import { beforeAll, describe, expect, test } from 'vitest';
import { exploreAll } from '#test/conformance/explored.js';
import { detective, type Kills } from '#test/conformance/kills.js';
import { killsTable } from '#test/conformance/kills-table.js';
import type { Mutant } from '#test/conformance/mutants/mutant.js';
import { mutants } from '#test/conformance/mutants/mutants.js';

describe('a mutant of a production role', () => {
  const found: (readonly [Mutant, Kills])[] = [];
  let kills: (mutant: Mutant) => Kills;

  beforeAll(async () => {
    kills = detective(await exploreAll(), { seed: 14, numRuns: 60 });
  }, 300_000);

  test.each(mutants.map((mutant) => [mutant.name, mutant.told ?? 'nothing', mutant] as const))(
    '%s: is told by %s',
    (_, __, mutant) => {
      const ofMutant = kills(mutant);
      found.push([mutant, ofMutant]);
      if (mutant.told === undefined) expect(Object.values(ofMutant).flat()).toEqual([]);
      else expect(Object.values(ofMutant).flat()).toContain(mutant.told);
    },
  );

  test('stands in the table with what tells it', async () => {
    expect(found).toHaveLength(mutants.length);
    await expect(killsTable(found)).toMatchFileSnapshot('mutants.md');
  });
});
