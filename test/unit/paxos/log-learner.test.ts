import { describe, expect, test } from 'vitest';
import { decide } from '#src/paxos/log.js';
import { forgetTallies, startLogLearner, stepLogLearner } from '#src/paxos/log-learner.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { slot } from '#src/paxos/slot.js';
import { BallotViolation } from '#src/paxos/violation.js';
import { decided, logOf, n1, n2, n3, n4, slotVote, voters } from './log-words.js';
import { received } from './words.js';

const accepted = (from: NodeId, shown: string) =>
  received(from, { type: 'accepted' as const, ...slotVote(shown) });

/** A learner that has heard that, with what it told last. */
function heard(log: ReturnType<typeof logOf>, ...votes: readonly ReturnType<typeof accepted>[]) {
  return votes.reduce(
    ([learner], vote) => stepLogLearner(learner, vote, log),
    stepLogLearner(startLogLearner<string>({ ballotsMax: 2 }), votes[0]!, log),
  );
}

const tells = (shown: string) => [
  { type: 'send', to: { role: 'learner' }, message: { type: 'decided', ...decided(shown) } },
];

describe('a learner of a log', () => {
  test('tells all members what a quorum voted for in one ballot of one slot', () => {
    const [learner, effects] = heard(logOf(), accepted(n1, '2 1.n1 b'), accepted(n3, '2 1.n1 b'));
    expect(effects).toEqual(tells('2 b'));
    expect(learner.open).toEqual([]);
  });

  test('adds up neither repeats, nor ballots, nor slots, nor strangers', () => {
    for (const second of [
      accepted(n1, '2 1.n1 b'),
      accepted(n2, '2 2.n1 b'),
      accepted(n2, '1 1.n1 b'),
      accepted(n4, '2 1.n1 b'),
    ])
      expect(heard(logOf(), accepted(n1, '2 1.n1 b'), second)[1]).toEqual([]);
  });

  test('keeps the slots in order, and nothing of a stranger', () => {
    const [learner] = heard(logOf(), accepted(n1, '2 1.n1 b'), accepted(n1, '1 1.n1 a'));
    expect(learner.open.map((open) => open.slot)).toEqual([1, 2]);
    expect(heard(logOf(), accepted(n4, '1 1.n1 a'))[0].open).toEqual([]);
  });

  test('counts the slots apart', () => {
    const [learner, effects] = heard(
      logOf(),
      accepted(n1, '2 1.n1 b'),
      accepted(n1, '1 1.n1 a'),
      accepted(n2, '1 1.n1 a'),
    );
    expect(effects).toEqual(tells('1 a'));
    expect(learner.open.map((open) => open.slot)).toEqual([2]);
  });

  test('counts with the quorums of the configuration that governs the slot', () => {
    const change = { type: 'configuration', configuration: voters(2, n4) } as const;
    const [log] = decide(logOf(), { slot: slot(1), value: change });
    expect(heard(log, accepted(n4, '4 1.n4 d'))[1]).toEqual(tells('4 d'));
    expect(heard(log, accepted(n4, '3 1.n4 d'))[1]).toEqual([]);
  });

  test('does not listen where it knows the decision, or too far ahead to know who votes', () => {
    const log = logOf('1 a', '3 c');
    for (const shown of ['1 1.n1 a', '3 1.n1 c', '5 1.n1 e'])
      expect(heard(log, accepted(n1, shown))).toEqual([startLogLearner({ ballotsMax: 2 }), []]);
  });

  test('stops at two values in one ballot of a slot', () => {
    const [learner] = heard(logOf(), accepted(n1, '1 1.n1 a'));
    expect(() => stepLogLearner(learner, accepted(n2, '1 1.n1 b'), logOf())).toThrow(BallotViolation);
  });

  test('counts the highest ballots of a slot, up to its bound', () => {
    const [learner] = heard(
      logOf(),
      accepted(n1, '1 2.n1 a'),
      accepted(n1, '1 1.n1 b'),
      accepted(n1, '1 3.n1 c'),
    );
    expect(learner.open[0]!.learner.tallies.map(({ ballot }) => ballot.round)).toEqual([2, 3]);
  });

  test('forgets its counts where a decision has become known', () => {
    const [learner] = heard(logOf(), accepted(n1, '1 1.n1 a'), accepted(n1, '2 1.n1 b'));
    expect(forgetTallies(learner, logOf('2 b')).open.map((open) => open.slot)).toEqual([1]);
    expect(forgetTallies(learner, logOf('3 b'))).toBe(learner);
  });
});
