import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareBallots, isAbove, isAtLeast, sameBallot, showBallot } from '#src/paxos/ballot.js';
import { ballot } from './words.js';

const anyBallot = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom('p1', 'p10', 'p2', 'P'))
  .map(([round, proposer]) => ballot(`${round}.${proposer}`));

describe('ballots', () => {
  test('are ordered by round, then by proposer', () => {
    const shown = ['10.p1', '2.p2', '1.p2', '2.p1', '2.p10'];
    expect(shown.map(ballot).sort(compareBallots).map(showBallot)).toEqual([
      '1.p2',
      '2.p1',
      '2.p10',
      '2.p2',
      '10.p1',
    ]);
  });

  test('are totally ordered', () => {
    fc.assert(
      fc.property(anyBallot, anyBallot, anyBallot, (a, b, c) => {
        expect(Math.sign(compareBallots(a, b))).toBe(0 - Math.sign(compareBallots(b, a)));
        expect(compareBallots(a, b) === 0).toBe(showBallot(a) === showBallot(b));
        if (isAbove(a, b) && isAbove(b, c)) expect(isAbove(a, c)).toBe(true);
      }),
    );
  });

  test('are unique to their proposers: the same round of another proposer is another ballot', () => {
    expect(sameBallot(ballot('1.p1'), ballot('1.p2'))).toBe(false);
    expect(sameBallot(ballot('1.p1'), ballot('1.p1'))).toBe(true);
  });

  test('are all above none, and at least themselves but not above', () => {
    expect(isAbove(ballot('1.p1'), null)).toBe(true);
    expect(isAtLeast(ballot('1.p1'), null)).toBe(true);
    expect(isAtLeast(ballot('1.p1'), ballot('1.p1'))).toBe(true);
    expect(isAbove(ballot('1.p1'), ballot('1.p1'))).toBe(false);
    expect(isAtLeast(ballot('1.p1'), ballot('1.p2'))).toBe(false);
  });
});

describe('a ballot of a proposer that was wiped and came back', () => {
  const again = { ...ballot('3.p1'), incarnation: 7 };

  test('is another ballot, shown with its incarnation', () => {
    expect(sameBallot(again, ballot('3.p1'))).toBe(false);
    expect(sameBallot(again, { ...ballot('3.p1'), incarnation: 7 })).toBe(true);
    expect(showBallot(again)).toBe('3.p1#7');
  });

  test('is ordered by round and by name first; a ballot that names no incarnation has 0', () => {
    expect(isAbove(again, ballot('3.p1'))).toBe(true);
    expect(isAbove(ballot('3.p2'), again)).toBe(true);
    expect(isAbove(ballot('4.p1'), again)).toBe(true);
    expect(sameBallot(ballot('3.p1'), { ...ballot('3.p1'), incarnation: 0 })).toBe(true);
  });
});
