import { beforeAll, describe, expect, test } from 'vitest';
import { compareAll } from '#test/conformance/compare-all.js';
import { formatDifferences } from '#test/conformance/difference.js';
import { neverMet } from '#test/conformance/never-met.js';
import {
  differencesOf,
  type Explored,
  exploreAll,
  instances,
} from '#test/conformance/parliament/explored.js';
import { mutants } from '#test/conformance/parliament/mutants/mutants.js';
import { comparersOf } from '#test/conformance/parliament/tie.js';

let explored: readonly Explored[];

beforeAll(async () => {
  explored = await exploreAll();
}, 120_000);

describe('every transition of chapter 16', () => {
  test.each(instances)(
    'is one of production: as many pairs compared as explored, and no difference ($name)',
    ({ name, size, compared, beyondBounds, neverMet: unmet }) => {
      const { pairs } = explored.find((one) => one.name === name)!;
      const comparison = compareAll(pairs, comparersOf(size));
      expect(formatDifferences(comparison.differences)).toBe('');
      expect(comparison).toMatchObject({ compared, beyondBounds });
      expect(neverMet('chapter 16', pairs)).toEqual(unmet);
    },
  );

  test('is one of production as far as a leader with a second ballot is explored', () => {
    const { size, pairs } = explored.at(-1)!;
    const { differences } = compareAll(pairs, comparersOf(size));
    expect(formatDifferences(differences)).toBe('');
  });
});

describe('a mutant of a role of the log', () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant.row ?? 'its own', mutant] as const))(
    'is told: %s (%s)',
    (_, __, mutant) => {
      expect(differencesOf(mutant, explored)).toContain(mutant.told);
    },
  );
});
