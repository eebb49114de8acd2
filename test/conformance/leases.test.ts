/** Every transition of chapter 18's acceptors, and of its replicas as they hold a lease, taken again by production. */
import { beforeAll, describe, expect, test } from 'vitest';
import { replicaOf } from '#src/paxos/replica.js';
import { compareAll } from '#test/conformance/compare-all.js';
import { formatDifferences } from '#test/conformance/difference.js';
import {
  comparersOf,
  type Explored,
  exploreLeases,
  isForgottenBy,
  isSilentInProduction,
  isTold,
  restarted,
} from '#test/conformance/leases/explored.js';
import { mutants } from '#test/conformance/leases/mutants.js';
import { neverMet } from '#test/conformance/never-met.js';
import { mutants as ofScripts } from '#test/leases/mutants.js';

let explored: readonly Explored[];

beforeAll(async () => {
  explored = await exploreLeases();
}, 120_000);

const acceptors = () => explored[0]!.pairs.filter(({ role }) => role === 'acceptor');

describe('every transition of an acceptor, and of a replica that holds a lease, of chapter 18', () => {
  test.each([
    {
      name: 'leases that are given up',
      compared: { acceptor: 838, replica: 170 },
      left: {
        'learning and coming to lead are chapter 16’s': 60,
        'a grant of an earlier request counts, too': 18,
        'a leader may let another lead without a lease': 34,
        'the bound on requests': 24,
      },
    },
    {
      name: 'one acceptor, a longer lease',
      compared: { acceptor: 0, replica: 198 },
      left: {
        'learning and coming to lead are chapter 16’s': 75,
        'a grant of an earlier request counts, too': 19,
        'the bound on requests': 39,
      },
    },
  ])('is one of production: as many pairs compared as pinned, and no difference ($name)', (instance) => {
    const { size, pairs, left } = explored.find(({ name }) => name === instance.name)!;
    const comparison = compareAll(pairs, comparersOf(size, replicaOf));
    expect(formatDifferences(comparison.differences)).toBe('');
    expect(comparison.compared).toEqual(instance.compared);
    expect(left).toEqual(instance.left);
  });

  test('is one of production but for grants that are nobody’s, and requests that are another’s', () => {
    expect(acceptors().filter(isSilentInProduction)).toHaveLength(33);
    const unmet = { 'a request that was granted is noted with its ballot': 66 };
    expect(neverMet('chapter 18', explored[0]!.pairs)).toEqual(unmet);
  });

  test('is one of production when an acceptor starts again', () => {
    for (const pair of acceptors()) {
      const { spec, production } = restarted(pair, replicaOf);
      expect(production).toEqual(spec);
    }
  });
});

describe('a mutant of leases', () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant.row ?? 'its own', mutant] as const))(
    'is told: %s (%s)',
    (_, __, mutant) => {
      expect(isTold(mutant, explored)).toBe(true);
    },
  );

  test('is told when it starts again: an acceptor that forgets what it has granted (T12)', () => {
    const { make } = ofScripts.find(({ row }) => row === 'T12')!;
    expect(acceptors().some((pair) => isForgottenBy(make, pair))).toBe(true);
  });
});
