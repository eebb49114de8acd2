import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeId } from '#src/paxos/node-id.js';
import { hasQuorum, isAcceptor, majorities, quorums } from '#src/paxos/quorum.js';
import { a1, a2, a3, ofThree, p1 } from './words.js';

const named = (count: number) => Array.from({ length: count }, (_, index) => nodeId(`a${index}`));

describe('quorums', () => {
  test('a majority is one more than half, rounded down', () => {
    expect([1, 2, 3, 4, 5].map((count) => majorities(named(count)).phase1)).toEqual([1, 2, 2, 3, 3]);
  });

  test('every quorum of phase 1 meets every quorum of phase 2', () => {
    const sizes = fc
      .integer({ min: 1, max: 6 })
      .chain((count) => fc.tuple(fc.constant(count), fc.nat(count), fc.nat(count)));
    fc.assert(
      fc.property(
        sizes,
        fc.func<[string], boolean>(fc.boolean()),
        fc.func<[string], boolean>(fc.boolean()),
        ([count, phase1, phase2], inFirst, inSecond) => {
          fc.pre(phase1 > 0 && phase2 > 0 && phase1 + phase2 > count);
          const system = quorums({ acceptors: named(count), phase1, phase2 });
          const first = named(count).filter((id) => inFirst(id));
          const second = named(count).filter((id) => inSecond(`${id}, phase 2`));
          if (hasQuorum(system, 'phase1', first) && hasQuorum(system, 'phase2', second))
            expect(first.filter((id) => second.includes(id))).not.toEqual([]);
        },
      ),
    );
  });

  test('acceptors are sorted, so that the same ones make the same quorums', () => {
    expect(majorities([a3, a1, a2])).toEqual(ofThree);
    expect(ofThree.acceptors).toEqual([a1, a2, a3]);
  });

  test('repeats and strangers count for nothing', () => {
    expect(hasQuorum(ofThree, 'phase1', [a1, a1, p1])).toBe(false);
    expect(hasQuorum(ofThree, 'phase1', [a1, a3])).toBe(true);
    expect(isAcceptor(ofThree, p1)).toBe(false);
  });

  test('each phase has its own size', () => {
    const system = quorums({ acceptors: [a1, a2, a3], phase1: 3, phase2: 1 });
    expect(hasQuorum(system, 'phase1', [a1, a2])).toBe(false);
    expect(hasQuorum(system, 'phase2', [a2])).toBe(true);
  });

  test('quorums that could miss each other are refused (four acceptors, 2 + 2)', () => {
    expect(() => quorums({ acceptors: named(4), phase1: 2, phase2: 2 })).toThrow(
      'expected phase1 + phase2 above the number of acceptors, 4, so that any two quorums meet, got acceptors ' +
        '[a0, a1, a2, a3], phase1 2, phase2 2; check the configuration, or use majorities(acceptors)',
    );
  });

  test.each([
    [
      'an acceptor named twice',
      { acceptors: [a1, a1, a2], phase1: 2, phase2: 2 },
      'each acceptor named once',
    ],
    ['an empty quorum', { acceptors: [a1, a2], phase1: 0, phase2: 2 }, 'sizes between 1 and'],
    ['a quorum larger than all', { acceptors: [a1, a2], phase1: 2, phase2: 3 }, 'sizes between 1 and'],
    ['half a vote', { acceptors: [a1, a2], phase1: 1.5, phase2: 2 }, 'sizes between 1 and'],
    ['no acceptor at all', { acceptors: [], phase1: 1, phase2: 1 }, 'sizes between 1 and'],
  ])('%s is refused', (_, wrong, expected) => {
    expect(() => quorums(wrong)).toThrow(RangeError);
    expect(() => quorums(wrong)).toThrow(expected);
  });
});
