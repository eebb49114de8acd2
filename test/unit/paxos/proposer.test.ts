import { describe, expect, test } from 'vitest';
import type { Vote } from '#src/paxos/message.js';
import {
  type Accepting,
  type Idle,
  type Preparing,
  type Proposer,
  type ProposerInput,
  startProposer,
  stepProposer,
} from '#src/paxos/proposer.js';
import { quorums } from '#src/paxos/quorum.js';
import { BallotViolation, RecordViolation, RoundsExhausted } from '#src/paxos/violation.js';
import { a1, a2, a3, ballot, c1, ofThree, p1, p2, received, vote } from './words.js';

type Input = ProposerInput<string>;

const request = (value: string): Input => received(c1, { type: 'request', value });
const promise = (from: typeof a1, shown: string, last: Vote<string> | null = null): Input =>
  received(from, { type: 'promise', ballot: ballot(shown), vote: last });
const timeout: Input = { type: 'timeout' };

const always = { id: p1, quorums: ofThree };
const fresh = startProposer<string>(always);
const olives = { type: 'request' as const, value: 'olives' };
const asked: Idle<string> = { ...always, round: 0, phase: 'idle', request: olives };
const preparing: Preparing<string> = {
  ...always,
  round: 2,
  phase: 'preparing',
  request: olives,
  promises: [],
};
const accepting: Accepting<string> = { ...always, round: 2, phase: 'accepting', request: olives };

/** What it proposes after promises for 2.p1 with these votes, in this order of arrival. */
function proposedAfter(...promises: readonly Input[]): unknown {
  const [, effects] = promises.reduce<ReturnType<typeof stepProposer<string>>>(
    ([proposer], input) => stepProposer(proposer, input),
    [preparing, []],
  );
  return effects;
}

const proposed = (value: string) => [
  { type: 'send', to: { role: 'acceptor' }, message: { type: 'accept', ballot: ballot('2.p1'), value } },
];

describe('a proposer', () => {
  test('is idle when it starts', () => {
    expect(startProposer(always)).toEqual({ ...always, round: 0, phase: 'idle', request: null });
  });

  test('takes a request, and asks for its timer at once', () => {
    expect(stepProposer(fresh, request('olives'))).toEqual([asked, [{ type: 'setTimer', wait: 'none' }]]);
  });

  test('takes one request only', () => {
    expect(stepProposer(asked, request('wine'))).toEqual([asked, []]);
    expect(stepProposer(preparing, request('wine'))).toEqual([preparing, []]);
  });

  test('does nothing without a request', () => {
    expect(stepProposer(fresh, timeout)).toEqual([fresh, []]);
  });

  test.each([
    ['idle', asked, 1],
    ['preparing', { ...preparing, promises: [{ acceptor: a1, vote: null }] }, 3],
    ['accepting', accepting, 3],
  ])('begins a round of its own when time is up (%s)', (_, before, round) => {
    expect(stepProposer(before, timeout)).toEqual([
      { ...always, round, phase: 'preparing', request: olives, promises: [] },
      [
        { type: 'persist', record: { round } },
        {
          type: 'send',
          to: { role: 'acceptor' },
          message: { type: 'prepare', ballot: ballot(`${round}.p1`) },
        },
        { type: 'setTimer', wait: 'backOff' },
      ],
    ]);
  });

  test('waits for a quorum of promises', () => {
    expect(stepProposer(preparing, promise(a2, '2.p1'))).toEqual([
      { ...preparing, promises: [{ acceptor: a2, vote: null }] },
      [],
    ]);
  });

  test('keeps promises by acceptor, in whatever order they arrive', () => {
    const all = { ...preparing, quorums: quorums({ acceptors: [a1, a2, a3], phase1: 3, phase2: 1 }) };
    const [one] = stepProposer(all, promise(a3, '2.p1'));
    expect(stepProposer(one, promise(a1, '2.p1'))[0]).toMatchObject({
      promises: [{ acceptor: a1 }, { acceptor: a3 }],
    });
  });

  test('proposes its own value where no vote is reported', () => {
    const [waiting] = stepProposer(preparing, promise(a2, '2.p1'));
    expect(stepProposer(waiting, promise(a1, '2.p1'))).toEqual([accepting, proposed('olives')]);
  });

  test('adopts the value of the one reported vote', () => {
    expect(proposedAfter(promise(a1, '2.p1', vote('1.p2', 'wine')), promise(a3, '2.p1'))).toEqual(
      proposed('wine'),
    );
    expect(proposedAfter(promise(a1, '2.p1'), promise(a3, '2.p1', vote('1.p2', 'wine')))).toEqual(
      proposed('wine'),
    );
  });

  test('adopts the value of the highest reported vote, whoever tells it first', () => {
    const low = promise(a1, '2.p1', vote('1.p1', 'bread'));
    const high = promise(a2, '2.p1', vote('1.p2', 'wine'));
    expect(proposedAfter(low, high)).toEqual(proposed('wine'));
    expect(proposedAfter(high, low)).toEqual(proposed('wine'));
  });

  test('counts a repeated promise once', () => {
    const [once] = stepProposer(preparing, promise(a2, '2.p1'));
    expect(stepProposer(once, promise(a2, '2.p1'))).toEqual([once, []]);
  });

  test.each([
    ['of an older ballot', promise(a1, '1.p1')],
    ['of another proposer’s ballot', promise(a1, '2.p2')],
    ['from a node that is no acceptor', promise(p2, '2.p1')],
  ])('does not count a promise %s', (_, input) => {
    expect(stepProposer(preparing, input)).toEqual([preparing, []]);
  });

  test('does not propose again on the promise of a latecomer', () => {
    expect(stepProposer(accepting, promise(a3, '2.p1', vote('1.p2', 'wine')))).toEqual([accepting, []]);
    expect(stepProposer(fresh, promise(a3, '2.p1'))).toEqual([fresh, []]);
  });

  test('refuses reports of two values in one ballot', () => {
    const two = () =>
      proposedAfter(promise(a1, '2.p1', vote('1.p2', 'wine')), promise(a2, '2.p1', vote('1.p2', 'bread')));
    expect(two).toThrow(BallotViolation);
  });

  test('refuses them also where a third report is higher', () => {
    const five = quorums({ acceptors: [a1, a2, a3, p2, c1], phase1: 4, phase2: 2 });
    const reports: readonly Input[] = [
      promise(a1, '2.p1', vote('1.p2', 'wine')),
      promise(a2, '2.p1', vote('1.p3', 'olives')),
      promise(a3, '2.p1', vote('1.p2', 'bread')),
    ];
    const three = () =>
      reports.reduce<Proposer<string>>((proposer, input) => stepProposer(proposer, input)[0], {
        ...preparing,
        quorums: five,
      });
    expect(three).toThrow(BallotViolation);
  });

  test('never uses a round again after a restart', () => {
    const [asked] = stepProposer(
      startProposer<string>({ ...always, record: { round: 7 } }),
      request('olives'),
    );
    const [restarted] = stepProposer(asked, timeout);
    expect(restarted).toMatchObject({ phase: 'preparing', round: 8 });
  });

  test('uses the last safe integer as a round, and stops when it would need another', () => {
    const record = { round: Number.MAX_SAFE_INTEGER - 1 };
    const [asked] = stepProposer(startProposer<string>({ ...always, record }), request('olives'));
    const [last] = stepProposer(asked, timeout);
    expect(last.round).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => stepProposer(last, timeout)).toThrow(RoundsExhausted);
    expect(() => stepProposer(last, timeout)).toThrow(
      'expected a last round below 9007199254740991, so that there is a next one; got ballot 9007199254740991.p1',
    );
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('does not start from a damaged record (round %d)', (round) => {
    expect(() => startProposer({ ...always, record: { round } })).toThrow(RecordViolation);
    expect(() => startProposer({ ...always, record: { round } })).toThrow(
      `expected a round that is a whole number from 0; got round ${round}.`,
    );
  });
});
