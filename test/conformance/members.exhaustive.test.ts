/** Every transition of chapter 24's leaders and learners, taken again by production. */
import { beforeAll, describe, expect, test } from 'vitest';
import { compareAll } from '#test/conformance/compare-all.js';
import { formatDifferences } from '#test/conformance/difference.js';
import { comparersOf, type Explored, exploreMembers, isTold } from '#test/conformance/members/explored.js';
import { mutants } from '#test/conformance/members/mutants.js';

let explored: readonly Explored[];

beforeAll(async () => {
  explored = await exploreMembers();
}, 240_000);

describe('every transition of a leader and of a learner of chapter 24', () => {
  test.each([
    {
      name: 'one member replaced',
      compared: { leader: 482, learner: 394 },
      left: {
        'a ballot for others than govern is given up': 139,
        'what was reported is proposed at once': 85,
        'a leader knows as much as its quorum': 117,
        'the bound on ballots': 50,
        'the bound on slots': 10,
      },
    },
    {
      name: 'a window of two',
      compared: { leader: 1_104, learner: 187 },
      left: {
        'a ballot for others than govern is given up': 222,
        'what was reported is proposed at once': 370,
        'a leader knows as much as its quorum': 97,
        'the bound on ballots': 173,
        'the bound on slots': 20,
        'nothing is proposed in a slot that is decided': 3,
      },
    },
    {
      name: 'two changes',
      compared: { leader: 1_669, learner: 107 },
      left: {
        'a ballot for others than govern is given up': 424,
        'what was reported is proposed at once': 504,
        'a leader knows as much as its quorum': 298,
        'the bound on ballots': 252,
        'the bound on slots': 26,
        'nothing is proposed in a slot that is decided': 12,
        'a decision out of reach is not kept': 429,
        'a change of one that is not decided governs nothing': 67,
      },
    },
    {
      name: 'nobody in common, acceptors apart',
      compared: { leader: 3_693, learner: 236 },
      left: {
        'a ballot for others than govern is given up': 496,
        'what was reported is proposed at once': 1_350,
        'a leader knows as much as its quorum': 502,
        'the bound on ballots': 319,
        'the bound on slots': 41,
        'nothing is proposed in a slot that is decided': 3,
      },
    },
    {
      name: 'one leader knows by snapshots',
      compared: { leader: 1_202, learner: 187 },
      left: {
        'a ballot for others than govern is given up': 266,
        'what was reported is proposed at once': 355,
        'the bound on ballots': 150,
        'the bound on slots': 20,
        'nothing is proposed in a slot that is decided': 1,
      },
    },
  ])('is one of production: as many pairs compared as pinned, and no difference ($name)', (instance) => {
    const { size, pairs, left } = explored.find(({ name }) => name === instance.name)!;
    const comparison = compareAll(pairs, comparersOf(size));
    expect(formatDifferences(comparison.differences)).toBe('');
    expect(comparison.compared).toEqual(instance.compared);
    expect(left).toEqual(instance.left);
  });
});

describe('a mutant of members that come and go', () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant.row ?? 'its own', mutant] as const))(
    'is told: %s (%s)',
    (_, __, mutant) => {
      expect(isTold(mutant, explored)).toBe(true);
    },
  );
});
