import { beforeAll, describe, expect, test } from 'vitest';
import { compareAll } from '#test/conformance/compare-all.js';
import { formatDifferences } from '#test/conformance/difference.js';
import { neverMet } from '#test/conformance/never-met.js';
import {
  differenceFrom,
  differencesOf,
  type Explored,
  exploreAll,
  mistakes,
} from '#test/conformance/snapshots/explored.js';
import { mutants } from '#test/conformance/snapshots/mutants.js';
import { comparersOf } from '#test/conformance/snapshots/tie.js';

let explored: readonly Explored[];

beforeAll(async () => {
  explored = await exploreAll();
}, 240_000);

describe('every transition of chapter 17', () => {
  test.each([
    {
      name: 'two slots, n3 compacts',
      compared: { leader: 751, acceptor: 695, learner: 88, replica: 211, peer: 0, follower: 0 },
      beyondBounds: 107,
      left: 109,
      unmet: {
        'a leader gives up its ballot before it prepares another': 66,
        'only a leader that leads is asked to propose': 50,
        'a leader is told of decisions that are news': 83,
        'a log is cut only in the turn in which it has grown': 18,
      },
    },
    {
      name: 'the same, one slot ahead',
      compared: { leader: 427, acceptor: 327, learner: 102, replica: 134, peer: 0, follower: 0 },
      beyondBounds: 78,
      left: 50,
      unmet: {
        'a leader gives up its ballot before it prepares another': 46,
        'only a leader that leads is asked to propose': 38,
        'a leader is told of decisions that are news': 55,
        'a log is cut only in the turn in which it has grown': 9,
      },
    },
    {
      name: 'catching up, a log of four',
      compared: { leader: 0, acceptor: 0, learner: 0, replica: 0, peer: 60, follower: 73 },
      beyondBounds: 0,
      left: 0,
      unmet: {
        'a log is cut only in the turn in which it has grown': 10,
        'at least half of a log is left out when it is cut': 10,
        'nobody asks for more than anybody knows': 11,
      },
    },
  ])('is one of production: as many pairs compared as pinned, and no difference ($name)', (instance) => {
    const { name, compared, beyondBounds, left, unmet } = instance;
    const found = explored.find((one) => one.name === name)!;
    const comparison = compareAll(found.pairs, comparersOf());
    expect(formatDifferences(comparison.differences)).toBe('');
    expect(comparison).toMatchObject({ compared, beyondBounds });
    expect(found.left).toBe(left);
    expect(neverMet('chapter 17', found.pairs)).toEqual(unmet);
  });
});

describe('every transition of a wrong chapter 17', () => {
  test.each(mistakes.map((one) => [one.id, one.mistake, one] as const))(
    'differs from production (%s, %s)',
    async (_, __, mistake) => {
      expect(await differenceFrom(mistake)).toBe(mistake.told);
    },
  );
});

describe('a mutant of learning, catching up or snapshots', () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant.row ?? 'its own', mutant] as const))(
    'is told: %s (%s)',
    (_, __, mutant) => {
      expect(differencesOf(mutant, explored)).toContain(mutant.told);
    },
  );
});
