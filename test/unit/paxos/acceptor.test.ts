import { describe, expect, test } from 'vitest';
import { type Acceptor, startAcceptor, stepAcceptor } from '#src/paxos/acceptor.js';
import { BallotViolation, RecordViolation } from '#src/paxos/violation.js';
import { ballot, p1, p2, received, vote } from './words.js';

const prepare = (shown: string) => received(p1, { type: 'prepare' as const, ballot: ballot(shown) });
const accept = (shown: string, value: string) =>
  received(p2, { type: 'accept' as const, ...vote(shown, value) });

const fresh: Acceptor<string> = startAcceptor();
const promised: Acceptor<string> = { promised: ballot('2.p1'), vote: null };
const voted: Acceptor<string> = { promised: ballot('2.p1'), vote: vote('1.p2', 'wine') };

describe('an acceptor', () => {
  test('promises a ballot above all it has heard of, and tells its last vote to the one who asks', () => {
    const after = { promised: ballot('3.p1'), vote: vote('1.p2', 'wine') };
    expect(stepAcceptor(voted, prepare('3.p1'))).toEqual([
      after,
      [
        { type: 'persist', record: after },
        {
          type: 'send',
          to: { node: p1 },
          message: { type: 'promise', ballot: ballot('3.p1'), vote: vote('1.p2', 'wine') },
        },
      ],
    ]);
  });

  test('promises its first ballot, with no vote to tell', () => {
    const [after, effects] = stepAcceptor(fresh, prepare('1.p1'));
    expect(after).toEqual({ promised: ballot('1.p1'), vote: null });
    expect(effects).toHaveLength(2);
  });

  test.each(['2.p1', '1.p2'])('does not promise %s after 2.p1', (shown) => {
    expect(stepAcceptor(promised, prepare(shown))).toEqual([promised, []]);
  });

  test('votes in the ballot it promised, and tells the learners', () => {
    const after = { promised: ballot('2.p1'), vote: vote('2.p1', 'olives') };
    expect(stepAcceptor(promised, accept('2.p1', 'olives'))).toEqual([
      after,
      [
        { type: 'persist', record: after },
        {
          type: 'send',
          to: { role: 'learner' },
          message: { type: 'accepted', ballot: ballot('2.p1'), value: 'olives' },
        },
      ],
    ]);
  });

  test('votes in a higher ballot than it promised, and that raises its promise', () => {
    const [after] = stepAcceptor(voted, accept('2.p2', 'olives'));
    expect(after).toEqual({ promised: ballot('2.p2'), vote: vote('2.p2', 'olives') });
    expect(stepAcceptor(after, accept('2.p1', 'wine'))).toEqual([after, []]);
  });

  test('does not vote below its promise', () => {
    expect(stepAcceptor(promised, accept('1.p2', 'wine'))).toEqual([promised, []]);
  });

  test('repeats its vote when it is asked again', () => {
    const once = stepAcceptor(promised, accept('2.p1', 'olives'));
    expect(stepAcceptor(once[0], accept('2.p1', 'olives'))).toEqual(once);
  });

  test('refuses a second value in one ballot, saying who used the ballot twice', () => {
    const [after] = stepAcceptor(promised, accept('2.p1', 'olives'));
    const second = () => stepAcceptor(after, accept('2.p1', 'wine'));
    expect(second).toThrow(BallotViolation);
    expect(second).toThrow(
      'expected one value in ballot 2.p1, "olives" in ballot 2.p1; got "wine" in ballot 2.p1',
    );
    expect(second).toThrow('stop the proposer p1');
  });

  test('persists before it sends, and all of its state in one record', () => {
    for (const input of [prepare('3.p1'), accept('3.p1', 'wine')]) {
      const [after, effects] = stepAcceptor(voted, input);
      expect(effects.map(({ type }) => type)).toEqual(['persist', 'send']);
      expect(effects[0]).toEqual({ type: 'persist', record: after });
    }
  });

  test('goes on from its record after a restart', () => {
    expect(startAcceptor(voted)).toEqual(voted);
  });

  test('does not start from a record whose vote breaks its promise', () => {
    const forgotten = { promised: ballot('1.p1'), vote: vote('1.p2', 'wine') };
    expect(() => startAcceptor(forgotten)).toThrow(RecordViolation);
    expect(() => startAcceptor(forgotten)).toThrow(
      'expected a vote in a ballot that is at most the promised one; got a vote in ballot 1.p2, and 1.p1 promised',
    );
    expect(() => startAcceptor({ promised: null, vote: vote('1.p2', 'wine') })).toThrow(
      'and nothing promised',
    );
  });
});
