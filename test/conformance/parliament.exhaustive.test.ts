import { beforeAll, describe, expect, test } from 'vitest';
import { explore, type Pair } from '#model/index.js';
import { parliament } from '#spec/16-the-parliament/parliament.js';
import { oneLeader, retrying } from '#spec/16-the-parliament/retries.js';
import type { Size } from '#spec/16-the-parliament/size.js';
import { threeBallots, twoSlots } from '#spec/16-the-parliament/sizes.js';
import { compareAll, firstDifference } from '#test/conformance/compare-all.js';
import { formatDifferences } from '#test/conformance/difference.js';
import { acceptors } from '#test/conformance/parliament/mutants/acceptors.js';
import { leaders } from '#test/conformance/parliament/mutants/leaders.js';
import { learners, replicas } from '#test/conformance/parliament/mutants/learners.js';
import { comparersOf } from '#test/conformance/parliament/tie.js';

/** What is explored, and what a comparison of all pairs counts. Three ballots are explored in part: what is compared is each local step. */
const instances = [
  {
    name: 'two slots',
    size: twoSlots,
    make: () => parliament('the Parliament', twoSlots),
    compared: { leader: 558, acceptor: 349, learner: 86, replica: 66 },
    beyondBounds: 98,
  },
  {
    name: 'one leader that sends again',
    size: oneLeader,
    make: () => retrying('the Parliament with retries'),
    compared: { leader: 52, acceptor: 18, learner: 15, replica: 1 },
    beyondBounds: 9,
  },
] as const;

/** Only a leader with two ballots has an earlier one, and only one with two commands can leave a hole between them. */
const secondBallot: Size = { ...twoSlots, rounds: threeBallots.rounds };

const explored = new Map<string, { readonly size: Size; readonly pairs: readonly Pair[] }>();

beforeAll(async () => {
  for (const { name, size, make } of instances) {
    const exploration = await explore(make(), []);
    if (!exploration.complete) throw new Error(`${name}: not explored to the end`);
    explored.set(name, { size, pairs: [...exploration.pairs()] });
  }
  // Its local steps are met long before all states are.
  const part = await explore(parliament('three ballots', secondBallot), [], { maxStates: 150_000 });
  explored.set('a part of three ballots', { size: secondBallot, pairs: [...part.pairs()] });
}, 120_000);

describe('every transition of chapter 16', () => {
  test.each(instances)(
    'is one of production: as many pairs compared as explored, and no difference ($name)',
    ({ name, size, compared, beyondBounds }) => {
      const comparison = compareAll(explored.get(name)!.pairs, comparersOf(size));
      expect(formatDifferences(comparison.differences)).toBe('');
      expect(comparison).toMatchObject({ compared, beyondBounds });
    },
  );

  test('is one of production as far as a leader with a second ballot is explored', () => {
    const { size, pairs } = explored.get('a part of three ballots')!;
    const { differences } = compareAll(pairs, comparersOf(size));
    expect(formatDifferences(differences)).toBe('');
  });
});

const mutants = [...acceptors, ...leaders, ...learners, ...replicas];

describe('a mutant of a role of the log', () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant.row ?? 'its own', mutant] as const))(
    'is told: %s (%s)',
    (_, __, { breaks, roles, told }) => {
      const kinds = [...explored.values()].map(({ size, pairs }) => {
        const ofRole = pairs.filter(({ role }) => role === breaks);
        return firstDifference(ofRole, comparersOf(size, roles))?.kind;
      });
      expect(kinds).toContain(told);
    },
  );
});
