import { describe, expect, test } from 'vitest';
import { acknowledge, type Durability, restsOn, SETTLED, waitingFor } from '#src/paxos/durability.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { durable, elected, run, timer } from './replica-words.js';
import { ballot } from './words.js';

const pending: Durability<string> = {
  pending: 3,
  acknowledged: 0,
  last: { acceptor: 2, leader: 3 },
  waiting: [
    { restsOn: 1, message: 'first' },
    { restsOn: 2, message: 'second' },
  ],
};

test('a leader that sends again while the disk stands still does not fill memory with its own answers', () => {
  const resend = timer('resend');
  const [preparing] = run(...elected.slice(0, 2), resend, resend, resend);
  expect(preparing.durability.waiting.map(({ message }) => message.type)).toEqual(['promise']);
  const proposed = { type: 'openSession', nonce: 'n', now: 0 } as const;
  const two = { ...proposed, nonce: 'm' };
  const [leading] = run(...elected, proposed, two, resend, resend, resend);
  const votes = leading.durability.waiting.map(({ message }) => 'slot' in message && message.slot);
  expect(votes).toEqual([1, 2]);
  const [done] = run(...elected, proposed, two, resend, durable(2));
  expect(done.learner.open.map(({ slot }) => slot)).toEqual([1, 2]);
});

describe('durability', () => {
  test('tells on which persist facts rest', () => {
    expect(restsOn(pending, 'acceptor')).toBe(2);
    expect(restsOn(pending, 'leader')).toBe(3);
    expect(restsOn(pending, 'none')).toBe(0);
    expect(restsOn(SETTLED, 'acceptor')).toBe(0);
  });

  test('counts what is left from the last acknowledged one, and lets go what rested on it', () => {
    const [left, messages] = acknowledge(pending, { number: 1, after: 0 });
    expect(left).toEqual({
      pending: 2,
      acknowledged: 1,
      last: { acceptor: 1, leader: 2 },
      waiting: [{ restsOn: 1, message: 'second' }],
    });
    expect(messages).toEqual(['first']);
  });

  test('of the last one acknowledges all', () => {
    expect(acknowledge(pending, { number: 3, after: 0 })).toEqual([
      { ...SETTLED, acknowledged: 3 },
      ['first', 'second'],
    ]);
  });

  test.each([0, 4, 1.5, -1])('refuses an acknowledgement of what is not under way (%s)', (number) => {
    expect(() => acknowledge(pending, { number, after: null })).toThrow(InvalidInput);
    expect(() => acknowledge(pending, { number, after: null })).toThrow('one of 3 persists under way');
  });

  test('has each answer to itself wait once: to a ballot, or to a proposal in it', () => {
    const [low, high] = [ballot('1.n1'), ballot('2.n1')];
    const answers = [
      { ballot: low },
      { ballot: low, slot: 1 },
      { ballot: low, slot: 2 },
      { ballot: high },
      { ballot: high, slot: 1 },
    ];
    const waiting = [...answers, ...answers].reduce<Durability<(typeof answers)[number]>>(
      (before, message, restsOn) => waitingFor(before, restsOn, message),
      SETTLED,
    );
    expect(waiting.waiting).toEqual(answers.map((message, restsOn) => ({ restsOn, message })));
  });

  test('refuses one that comes twice', () => {
    const [left] = acknowledge(pending, { number: 3, after: null });
    expect(() => acknowledge(left, { number: 3, after: null })).toThrow('acknowledged twice');
  });

  test('refuses one that comes twice while the next persist is under way, from a caller that counts', () => {
    const first = { number: 1, after: 0 };
    const [left] = acknowledge(pending, first);
    expect(() => acknowledge(left, first)).toThrow(InvalidInput);
    expect(() => acknowledge(left, first)).toThrow(
      'after 1 that were acknowledged; got one of number 1 after 0',
    );
    const [last] = acknowledge(left, { number: 2, after: 1 });
    expect(last).toEqual({ ...SETTLED, acknowledged: 3 });
  });

  test('does not count for a caller that does not: its states stay finite', () => {
    const [left] = acknowledge(pending, { number: 3, after: null });
    expect(left).toEqual(SETTLED);
  });
});
