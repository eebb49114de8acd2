/** With ample sets every end is found, whatever of two steps that depend on each other comes first. */
import { describe, expect, test } from 'vitest';
import { type AnySystem, deadlockFree, explore, observe } from '#model/index.js';
import { type Moves, type Seen, type Sight, walkers } from '#test/model/walkers.js';

/** Where everybody is in each state in which a run can end. */
async function endsOf(of: AnySystem, ample: boolean): Promise<readonly string[]> {
  const ends = new Set<string>();
  const claim = deadlockFree('', (state: Seen & Sight) => {
    const { h = '' } = state.history;
    const letters = Object.keys(of.roles).map((name) => state[name]![0]!.context);
    return ends.add(`${letters.join('')} ${h}`) === ends;
  });
  await explore(of, [claim as never], { ample });
  return [...ends].sort();
}

const GOES_OR_HEARS: Moves = {
  a: [
    ['GO', 'b'],
    ['m', 'c'],
  ],
};
const HEARS_TWICE: Moves = { a: [['m', 'b']], b: [['m', 'c']] };
const SAYS_TWICE: Moves = { a: [['GO', 'b', 'm', 'p']], b: [['GO', 'c', 'm', 'p']] };
const NETWORKS = ['lossy', 'unordered', 'ordered', 'latest', 'lossy-set'] as const;

describe('every end is found', () => {
  test.each(NETWORKS)('of what another may say at once, or later (%s)', async (network) => {
    for (const says of [
      { a: [['GO', 'b', 'm', 'p']] },
      { a: [['GO', 'b']], b: [['GO', 'c', 'm', 'p']] },
    ] satisfies Moves[])
      await sameEnds(walkers({ p: GOES_OR_HEARS, q: says }, { network }), 2);
  });

  test('of two who are remembered in the order in which they speak', async () => {
    const speaks: Moves = { a: [['GO', 'b', 'm']] };
    const h = observe('', { m: (said: string, { from }: { from: string }) => said + from });
    await sameEnds(walkers({ p: speaks, q: speaks }, { history: { h } }), 2);
  });

  test('of one who is told within a step of another, who may not listen yet', async () => {
    const p: Moves = { a: [['GO', 'b']], b: [['m', 'c']] };
    const q: Moves = { a: [['GO', 'b', 'm', 'p']] };
    await sameEnds(walkers({ p, q }, { instant: ['m'] as never }), 2);
  });

  test('of one who tells another within its step, who may have moved, or tells a third', async () => {
    const p: Moves = { a: [['GO', 'b', 'm', 'q']] };
    const q: Moves = { ...GOES_OR_HEARS, b: [['m', 'd']] };
    await sameEnds(walkers({ p, q }, { instant: ['m'] as never }), 2);
    const teller: Moves = { a: [['m', 'b', 'n', 'q']] };
    const third: Moves = {
      a: [
        ['GO', 'b'],
        ['n', 'c'],
      ],
      b: [['n', 'd']],
    };
    const pr: Moves = { a: [['GO', 'b', 'm', 'r']] };
    await sameEnds(walkers({ p: pr, q: third, r: teller }, { instant: ['m', 'n'] as never }), 2);
  });

  test.each([...NETWORKS, 'rounds'] as const)(
    'of what is said twice, or heard in between (%s)',
    async (network) => {
      const more = network === 'rounds' ? { network, rounds: 1 } : { network };
      // What is said in a round before the first would be lost.
      const inTime: Moves = { a: [['round', 'r']], r: SAYS_TWICE.a!, b: SAYS_TWICE.b! };
      const howMany = { lossy: 1, unordered: 1, ordered: 1, 'lossy-set': 3, latest: 2, rounds: 2 }[network];
      const q = network === 'rounds' ? inTime : SAYS_TWICE;
      await sameEnds(walkers({ p: HEARS_TWICE, q }, more), howMany);
    },
  );

  test('of several messages from one', async () => {
    const p: Moves = {
      a: [
        ['m', 'b'],
        ['n', 'c', 'o', 'r'],
      ],
    };
    const q: Moves = { a: [['GO', 'b', 'm', 'p']], b: [['GO', 'c', 'n', 'p']] };
    const r: Moves = {
      a: [
        ['GO', 'b'],
        ['o', 'c'],
      ],
      b: [['o', 'd']],
    };
    await sameEnds(walkers({ p, q, r }, { network: 'unordered', instant: ['o'] as never }), 3);
  });

  test('of what takes the place of what was said before (latest)', async () => {
    const q: Moves = { a: [['GO', 'b', 'm1', 'p']], b: [['GO', 'c', 'm2', 'p']] };
    await sameEnds(walkers({ p: { a: [['m1', 'b']] }, q }, { network: 'latest' }), 2);
  });

  test('of what may be lost, or cut off', async () => {
    const says: Moves = { a: [['GO', 'b', 'm', 'p']] };
    const p: Moves = { a: [['m', 'b']] };
    await sameEnds(walkers({ p, q: says }, { network: 'lossy-set' }), 2);
    const partitions = { sides: [['p', 'r'], ['q']], times: 1 };
    const asked: Moves = { a: [['n', 'b', 'm', 'p']] };
    const asks: Moves = { a: [['GO', 'b', 'n', 'q']], b: [['GO', 'c']] };
    await sameEnds(walkers({ p, q: asked, r: asks }, { network: 'unordered', faults: { partitions } }), 3);
  });
});

/** Expects the same ends with ample sets, and so many of them. */
async function sameEnds(of: AnySystem, howMany: number): Promise<void> {
  const full = await endsOf(of, false);
  expect(full).toHaveLength(howMany);
  expect(await endsOf(of, true)).toEqual(full);
}
