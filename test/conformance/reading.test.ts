/** Every transition of chapter 20's replica that answers reads, taken again by production. */
import { beforeAll, describe, expect, test } from 'vitest';
import { compareAll } from '#test/conformance/compare-all.js';
import { formatDifferences } from '#test/conformance/difference.js';
import {
  comparersOf,
  differencesOf,
  type Explored,
  exploreReads,
} from '#test/conformance/reading/explored.js';
import { mutants } from '#test/conformance/reading/mutants.js';

let explored: readonly Explored[];

beforeAll(async () => {
  explored = await exploreReads();
}, 120_000);

describe('every transition of a replica of chapter 20 that answers reads', () => {
  test.each([
    { name: 'reads by two of three replicas', compared: 195, left: [37, 22, 9] },
    { name: 'two reads by one', compared: 223, left: [37, 22, 9] },
    { name: 'two orders and a read', compared: 819, left: [248, 80, 33] },
    { name: 'a read of four replicas, two of which decide', compared: 262, left: [46, 31, 12] },
  ])('is one of production ($name)', ({ name, compared, left }) => {
    const found = explored.find((one) => one.name === name)!;
    const comparison = compareAll(found.pairs, comparersOf(found.size));
    expect(formatDifferences(comparison.differences)).toBe('');
    expect(comparison.compared).toEqual({ replica: compared });
    const [votes, meanwhile, beyond] = left;
    expect(found.left).toEqual({
      'votes are chapter 16’s': votes,
      'a read while one is under way': meanwhile,
      'a read more than the bound on reads': beyond,
    });
  });
});

describe('a mutant of quorum reads', () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant.row ?? 'its own', mutant] as const))(
    'is told: %s (%s)',
    (_, __, { functions, told }) => {
      expect(differencesOf(functions, explored)).toContain(told);
    },
  );
});
