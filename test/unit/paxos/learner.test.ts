import { describe, expect, test } from 'vitest';
import { type Learner, startLearner, stepLearner } from '#src/paxos/learner.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { quorums } from '#src/paxos/quorum.js';
import { AgreementViolation, BallotViolation } from '#src/paxos/violation.js';
import { a1, a2, a3, ballot, ofThree, p1, p2, received, vote } from './words.js';

const accepted = (from: NodeId, shown: string, value: string) =>
  received(from, { type: 'accepted' as const, ...vote(shown, value) });

const fresh: Learner<string> = startLearner({ quorums: ofThree });

/** The learner after these votes. */
function having(...votes: readonly ReturnType<typeof accepted>[]): Learner<string> {
  return votes.reduce((learner, input) => stepLearner(learner, input)[0], fresh);
}

describe('a learner', () => {
  test('counts votes until a quorum', () => {
    expect(stepLearner(fresh, accepted(a2, '1.p1', 'olives'))).toEqual([
      { ...fresh, tallies: [{ ballot: ballot('1.p1'), value: 'olives', voters: [a2] }] },
      [],
    ]);
  });

  test('learns on a quorum of votes in one ballot, and tells the clients', () => {
    expect(stepLearner(having(accepted(a2, '1.p1', 'olives')), accepted(a1, '1.p1', 'olives'))).toEqual([
      { ...fresh, learned: vote('1.p1', 'olives') },
      [{ type: 'send', to: { role: 'client' }, message: { type: 'decided', value: 'olives' } }],
    ]);
  });

  test('does not add up votes of different ballots, though they be for one value', () => {
    const learner = having(accepted(a2, '2.p1', 'olives'), accepted(a1, '1.p1', 'olives'));
    expect(learner.learned).toBeNull();
    expect(learner.tallies.map(({ ballot }) => ballot)).toEqual([ballot('1.p1'), ballot('2.p1')]);
  });

  test('counts a repeated vote once', () => {
    const once = having(accepted(a2, '1.p1', 'olives'));
    expect(stepLearner(once, accepted(a2, '1.p1', 'olives'))).toEqual([once, []]);
  });

  test('keeps one tally for each ballot (three of five votes choose)', () => {
    const five = quorums({ acceptors: [a1, a2, a3, p1, p2], phase1: 3, phase2: 3 });
    const [one] = stepLearner(startLearner<string>({ quorums: five }), accepted(a2, '1.p1', 'olives'));
    const [two] = stepLearner(one, accepted(a1, '1.p1', 'olives'));
    expect(two.tallies).toEqual([{ ballot: ballot('1.p1'), value: 'olives', voters: [a1, a2] }]);
    expect(stepLearner(two, accepted(p2, '1.p1', 'olives'))[0].learned).toEqual(vote('1.p1', 'olives'));
  });

  test('does not count a node that is no acceptor', () => {
    expect(stepLearner(fresh, accepted(p1, '1.p1', 'olives'))).toEqual([fresh, []]);
  });

  test('forgets the other votes for a value it has learned, and keeps those for others', () => {
    const learner = having(
      accepted(a1, '1.p1', 'olives'),
      accepted(a1, '1.p2', 'wine'),
      accepted(a2, '2.p1', 'olives'),
      accepted(a3, '2.p1', 'olives'),
    );
    expect(learner).toEqual({
      ...fresh,
      tallies: [{ ballot: ballot('1.p2'), value: 'wine', voters: [a1] }],
      learned: vote('2.p1', 'olives'),
    });
  });

  test('tells the clients once: further votes for the value are no news', () => {
    const learner = having(accepted(a1, '1.p1', 'olives'), accepted(a2, '1.p1', 'olives'));
    expect(stepLearner(learner, accepted(a3, '1.p1', 'olives'))).toEqual([learner, []]);
    expect(stepLearner(learner, accepted(a3, '2.p1', 'olives'))).toEqual([learner, []]);
  });

  test('goes on counting votes for other values, since a minority’s are no harm', () => {
    const learned = having(accepted(a1, '1.p1', 'olives'), accepted(a2, '1.p1', 'olives'));
    const [learner, effects] = stepLearner(learned, accepted(a3, '1.p2', 'wine'));
    expect(effects).toEqual([]);
    expect(learner.tallies).toHaveLength(1);
  });

  test('stops where a second value is chosen, and says what to do', () => {
    const learner = having(
      accepted(a1, '1.p1', 'olives'),
      accepted(a2, '1.p1', 'olives'),
      accepted(a2, '1.p2', 'wine'),
    );
    const second = () => stepLearner(learner, accepted(a3, '1.p2', 'wine'));
    expect(second).toThrow(AgreementViolation);
    expect(second).toThrow(
      'expected no value but "olives" in ballot 1.p1, since it was learned; got a quorum of votes for "wine" in ' +
        'ballot 1.p2. Likely cause: an acceptor that lost its promise or its vote',
    );
    expect(second).toThrow('Next step: stop the cluster, keep every disk');
  });

  test('refuses votes for two values in one ballot', () => {
    const learner = having(accepted(a1, '1.p1', 'olives'));
    expect(() => stepLearner(learner, accepted(a2, '1.p1', 'wine'))).toThrow(BallotViolation);
    expect(() => stepLearner(learner, accepted(a1, '1.p1', 'wine'))).toThrow(BallotViolation);
    const [learned] = stepLearner(learner, accepted(a2, '1.p1', 'olives'));
    expect(() => stepLearner(learned, accepted(a3, '1.p1', 'wine'))).toThrow(BallotViolation);
  });

  test('knows a value again that came over the network as another object', () => {
    const decree = () => ({ commands: [{ key: 'k', put: Uint8Array.of(1, 2, 3) }] });
    const vote = (from: NodeId, shown: string) =>
      received(from, { type: 'accepted' as const, ballot: ballot(shown), value: decree() });
    const learner = [vote(a1, '1.p1'), vote(a2, '1.p1'), vote(a2, '1.p2'), vote(a3, '1.p2')].reduce(
      (learner, input) => stepLearner(learner, input)[0],
      startLearner<unknown>({ quorums: ofThree }),
    );
    expect(learner.learned).toEqual({ ballot: ballot('1.p1'), value: decree() });
  });
});
