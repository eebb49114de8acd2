/** Every transition of chapter 18's acceptor, taken again by production. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Pair } from '#model/index.js';
import { replicaOf } from '#src/paxos/replica.js';
import { compareAll, firstDifference } from '#test/conformance/compare-all.js';
import { formatDifferences } from '#test/conformance/difference.js';
import {
  comparersOf,
  exploreLeases,
  isForgottenBy,
  isSilentInProduction,
  restarted,
} from '#test/conformance/leases/explored.js';
import { mutants } from '#test/conformance/leases/mutants.js';
import { neverMet } from '#test/conformance/never-met.js';
import { mutants as ofScripts } from '#test/leases/mutants.js';

let pairs: readonly Pair[];

beforeAll(async () => {
  pairs = await exploreLeases();
}, 120_000);

describe('every transition of an acceptor of chapter 18', () => {
  test('is one of production: as many pairs compared as explored, and no difference', () => {
    const comparison = compareAll(pairs, comparersOf(replicaOf));
    expect(formatDifferences(comparison.differences)).toBe('');
    expect(comparison).toMatchObject({ compared: { acceptor: 838 }, states: 1_645 });
    expect(pairs.filter(isSilentInProduction)).toHaveLength(33);
    expect(neverMet('chapter 18', pairs)).toEqual({
      'a request that was granted is noted with its ballot': 66,
    });
  });

  test('is one of production when it starts again', () => {
    for (const pair of pairs) {
      const { spec, production } = restarted(pair, replicaOf);
      expect(production).toEqual(spec);
    }
  });
});

describe('a mutant of granting leases', () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant.row ?? 'its own', mutant] as const))(
    'is told: %s (%s)',
    (_, __, { make, told }) => {
      expect(firstDifference(pairs, comparersOf(make))?.kind).toBe(told);
    },
  );

  test('is told when it starts again: an acceptor that forgets what it has granted (T12)', () => {
    const { make } = ofScripts.find(({ row }) => row === 'T12')!;
    expect(pairs.some((pair) => isForgottenBy(make, pair))).toBe(true);
  });
});
