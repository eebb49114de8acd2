import { describe, expect, test } from 'vitest';
import { explore, formatTrace } from '#model/index.js';
import { propertiesOf } from '#spec/14-the-synod/claims.js';
import { rows } from '#spec/14-the-synod/gallery.js';
import { show } from '#spec/14-the-synod/show.js';
import {
  flexible,
  fourAcceptors,
  halves,
  oneAcceptor,
  sizeInWords,
  threeBallots,
  twoBallots,
  withCrashes,
} from '#spec/14-the-synod/sizes.js';
import { synod } from '#spec/14-the-synod/synod.js';

test('without the promise, the idea of it all, agreement falls; the rest of the gallery is for `npm run soak`', async () => {
  const { mistake, size, machines } = rows.find(({ id }) => id === 'S5')!;
  const agreed = async (made?: typeof machines) =>
    (await explore(synod(mistake, size, made), [propertiesOf(size).agreement])).results[0]!.verdict;
  expect([await agreed(machines), await agreed()]).toEqual(['fails', 'holds']);
});

describe('a Synod is refused', () => {
  test('where a request names a stranger', () => {
    const requests = { p1: 'olives', p3: 'wine' };
    expect(() => synod('wrong', { ...twoBallots, requests })).toThrow(
      "synod: a request names 'p3', who does not take part; there are p1, p2",
    );
  });

  test.each(['phase1', 'phase2'] as const)('where a quorum names a stranger (%s)', (phase) => {
    const quorums = { phase1: [['a1', 'a2']], phase2: [['a2', 'a3']], [phase]: [['a1', 'a4']] };
    expect(() => synod('wrong', { ...twoBallots, quorums })).toThrow(
      "synod: a quorum names 'a4', who does not take part; there are a1, a2, a3",
    );
  });
});

describe('a size in words', () => {
  test.each([
    ['3 acceptors, ballots 2 + 1', threeBallots],
    [
      '3 acceptors, ballots 1 + 1, 1 crash of an acceptor, 2 crashes of a proposer',
      { ...twoBallots, restarts: { acceptor: 1, proposer: 2 } },
    ],
    [
      '3 acceptors, ballots 1 + 1, any number of crashes of a learner',
      { ...twoBallots, restarts: { learner: Infinity } },
    ],
    ['4 acceptors, ballots 1 + 1, quorums of 2 and of 2', { ...fourAcceptors, quorums: halves }],
    ['4 acceptors, ballots 1 + 1, quorums of 3 and of 2', { ...fourAcceptors, quorums: flexible }],
    ['1 acceptor, 1 ballot', oneAcceptor],
    ['1 acceptor, 2 ballots', { ...oneAcceptor, rounds: { p1: 2 } }],
    ['3 acceptors, ballots 2 + 1, any number of crashes', withCrashes],
  ])('%s', (words, size) => {
    expect(sizeInWords(size)).toBe(words);
  });
});

test('a trace says ballots, votes, promises and tallies in a word each', async () => {
  const system = synod('the Synod', twoBallots);
  const { aProposerAdopts } = propertiesOf(twoBallots);
  const { results } = await explore(system, [aProposerAdopts]);
  const text = formatTrace(results[0]!.trace!, system.show);
  expect(text).toContain('a2: vote null → 1.p1:olives · sends accepted ballot=1.p1 value=olives to learner');
  expect(text).toContain('promises [a1] → []');
  expect(show([{ round: 1, proposer: 'p1' }])).toBeUndefined();
  expect(show({ ballot: { round: 1, proposer: 'p1' }, value: 'olives', acceptors: ['a1', 'a2'] })).toBe(
    '1.p1:olives by a1+a2',
  );
  expect(show({ acceptor: 'a1', vote: { ballot: { round: 2, proposer: 'p1' }, value: 'wine' } })).toBe(
    'a1=2.p1:wine',
  );
});
