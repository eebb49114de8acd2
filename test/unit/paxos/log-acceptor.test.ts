import { describe, expect, test } from 'vitest';
import { configurationId } from '#src/paxos/configuration.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { decide } from '#src/paxos/log.js';
import {
  forgetVotes,
  type LogAcceptor,
  startLogAcceptor,
  stepLogAcceptor,
  withVote,
} from '#src/paxos/log-acceptor.js';
import type { SlotVote } from '#src/paxos/log-message.js';
import { slot } from '#src/paxos/slot.js';
import { truncated } from '#src/paxos/snapshot.js';
import { BallotViolation, RecordViolation } from '#src/paxos/violation.js';
import { decided, decree, logOf, n1, n2, n3, n4, slotVote, voters } from './log-words.js';
import { ballot, received } from './words.js';

const one = configurationId(1);
const prepare = (shown: string, from = 1, configuration = one) =>
  received(n1, { type: 'prepare' as const, ballot: ballot(shown), from: slot(from), configuration });
const accept = (shown: string, configuration = one) =>
  received(n2, { type: 'accept' as const, ...slotVote(shown), configuration });

const fresh: LogAcceptor<string> = startLogAcceptor();
const voted: LogAcceptor<string> = {
  promised: ballot('2.n1'),
  votes: ['1 1.n2 a', '2 2.n1 b', '3 1.n2 c'].map(slotVote),
};

describe('an acceptor of a log', () => {
  test('promises once for all slots, and tells its votes in all that are asked for', () => {
    const after = { ...voted, promised: ballot('3.n1') };
    expect(stepLogAcceptor(voted, prepare('3.n1', 2), logOf())).toEqual([
      after,
      [
        { type: 'persist', record: { type: 'promised', ballot: ballot('3.n1') } },
        {
          type: 'send',
          to: { node: n1 },
          message: {
            type: 'promise',
            ballot: ballot('3.n1'),
            configuration: 1,
            decided: 0,
            votes: voted.votes.slice(1),
            grants: [],
          },
        },
      ],
    ]);
  });

  test('tells its decided prefix instead of votes in it', () => {
    const log = logOf('1 a', '3 c');
    const [, [, told]] = stepLogAcceptor(voted, prepare('3.n1'), log);
    expect(told).toMatchObject({ message: { decided: 1, votes: voted.votes.slice(1) } });
  });

  test('answers again for the ballot that it promised, and keeps nothing anew', () => {
    const [promised, [, told]] = stepLogAcceptor(fresh, prepare('1.n1'), logOf());
    expect(stepLogAcceptor(promised, prepare('1.n1'), logOf())).toEqual([promised, [told]]);
  });

  test('votes in the ballot that it promised: ballot and value in one record', () => {
    const [after, effects] = stepLogAcceptor(voted, accept('3 2.n1 d'), logOf());
    expect(after).toEqual({ ...voted, votes: [...voted.votes.slice(0, 2), slotVote('3 2.n1 d')] });
    expect(effects).toEqual([
      { type: 'persist', record: { type: 'vote', ...slotVote('3 2.n1 d') } },
      { type: 'send', to: { node: n2 }, message: { type: 'accepted', ...slotVote('3 2.n1 d') } },
    ]);
  });

  test('votes in a higher ballot than it promised, and that raises its promise for every slot', () => {
    const [after] = stepLogAcceptor(voted, accept('1 4.n2 e'), logOf());
    expect(after.promised).toEqual(ballot('4.n2'));
    const [, effects] = stepLogAcceptor(after, accept('3 3.n2 f'), logOf());
    expect(effects).toEqual([
      { type: 'send', to: { node: n2 }, message: { type: 'refused', ballot: ballot('4.n2') } },
    ]);
  });

  test.each([prepare('1.n2'), accept('1 1.n2 a')])(
    'refuses what is below its promise, and tells it',
    (low) => {
      expect(stepLogAcceptor(voted, low, logOf())).toEqual([
        voted,
        [{ type: 'send', to: { node: low.from }, message: { type: 'refused', ballot: ballot('2.n1') } }],
      ]);
    },
  );

  test('tells its vote again when it is asked again, and keeps nothing anew', () => {
    const [after, [, told]] = stepLogAcceptor(fresh, accept('1 1.n2 a'), logOf());
    expect(stepLogAcceptor(after, accept('1 1.n2 a'), logOf())).toEqual([after, [told]]);
  });

  test('does not vote for a second value in a ballot of a slot', () => {
    const [after] = stepLogAcceptor(fresh, accept('1 1.n2 a'), logOf());
    expect(() => stepLogAcceptor(after, accept('1 1.n2 b'), logOf())).toThrow(BallotViolation);
    expect(stepLogAcceptor(after, accept('2 1.n2 b'), logOf())[0].votes).toHaveLength(2);
  });

  test('acts in no slot that is more than α after its decided prefix, and asks to catch up', () => {
    const asks = [{ type: 'send', to: { node: n2 }, message: { type: 'catchUp', decided: 1 } }];
    expect(stepLogAcceptor(fresh, accept('5 1.n2 a'), logOf('1 a'))).toEqual([fresh, asks]);
    expect(stepLogAcceptor(fresh, accept('4 1.n2 a'), logOf('1 a'))[0].votes).toHaveLength(1);
    const [unchanged, [asked]] = stepLogAcceptor(fresh, prepare('1.n1', 5), logOf('1 a'));
    expect([unchanged, asked]).toEqual([fresh, { ...asks[0], to: { node: n1 } }]);
  });

  test('tells what is decided to one who still proposes there', () => {
    expect(stepLogAcceptor(voted, accept('1 3.n2 z'), logOf('1 a'))).toEqual([
      voted,
      [{ type: 'send', to: { node: n2 }, message: { type: 'decided', ...decided('1 a') } }],
    ]);
    const truncated = { ...logOf(), base: 1 };
    expect(stepLogAcceptor(voted, accept('1 3.n2 z'), truncated)).toEqual([voted, []]);
  });

  test('promises to a leader that is behind, of slots before the configurations that it still knows', () => {
    const configuration = voters(2, n1, n2);
    const [changed] = decide(logOf(), { slot: slot(1), value: { type: 'configuration', configuration } });
    const log = truncated(
      ['2 b', '3 c'].reduce((before, each) => decide(before, decided(each))[0], changed),
      3,
    );
    expect(log.configurations.map(({ from }) => Number(from))).toEqual([4]);
    const [, effects] = stepLogAcceptor(startLogAcceptor<string>(), prepare('1.n1', 2), log);
    expect(effects.at(-1)).toMatchObject({ message: { type: 'promise', configuration: 1, decided: 3 } });
  });

  test('acts only under the configuration that governs the slot', () => {
    const configuration = voters(2, n2, n3, n4);
    const [log] = decide(logOf('1 a'), { slot: slot(2), value: { type: 'configuration', configuration } });
    const two = configurationId(2);
    for (const wrong of [
      accept('4 1.n2 d', two),
      accept('5 1.n2 d'),
      prepare('1.n1', 5),
      prepare('1.n1', 3, two),
    ])
      expect(() => stepLogAcceptor(fresh, wrong, log)).toThrow(InvalidInput);
    expect(() => stepLogAcceptor(fresh, accept('5 1.n2 d'), log)).toThrow(
      'expected configuration 2, which governs slot 5; got configuration 1',
    );
    for (const right of [accept('4 1.n2 d'), accept('5 1.n2 d', two)])
      expect(stepLogAcceptor(fresh, right, log)[0].votes).toHaveLength(1);
  });

  test('forgets the votes of the decided prefix, and no others', () => {
    expect(forgetVotes(voted, logOf('1 a', '3 c')).votes).toEqual(voted.votes.slice(1));
    expect(forgetVotes(voted, logOf('3 c'))).toBe(voted);
  });

  test('does not start from votes that its promise would have forbidden', () => {
    expect(startLogAcceptor(voted)).toEqual(voted);
    const broken = { promised: ballot('1.n1'), votes: [slotVote('4 1.n2 a')] };
    expect(() => startLogAcceptor(broken)).toThrow(RecordViolation);
    expect(() => startLogAcceptor(broken)).toThrow(
      'expected votes in ballots that are at most the promised one; got a vote in ballot ',
    );
    expect(() => startLogAcceptor({ ...broken, promised: null })).toThrow('in slot 4, and nothing promised');
  });

  test('tells a leader of slots it has voted in, whoever asks (a no-op is a vote too)', () => {
    const [after] = stepLogAcceptor(fresh, accept('2 1.n2 -'), logOf());
    expect(after.votes).toEqual([{ slot: 2, ballot: ballot('1.n2'), value: decree('-') }]);
  });
});

test('an acceptor keeps its votes by slot, one for each, in whatever order they come', () => {
  const votes = ['3 1.n1 c', '1 1.n1 a', '2 1.n1 b', '1 2.n1 d'].map(slotVote);
  const kept = votes.reduce<readonly SlotVote<string>[]>(withVote, []);
  expect(kept).toEqual(['1 2.n1 d', '2 1.n1 b', '3 1.n1 c'].map(slotVote));
});
