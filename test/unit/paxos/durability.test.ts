import { describe, expect, test } from 'vitest';
import { acknowledge, type Durability, restsOn, SETTLED } from '#src/paxos/durability.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';

const pending: Durability<string> = {
  pending: 3,
  last: { acceptor: 2, leader: 1 },
  waiting: [
    { restsOn: 1, message: 'first' },
    { restsOn: 2, message: 'second' },
  ],
};

describe('durability', () => {
  test('tells on which persist facts rest', () => {
    expect(restsOn(pending, 'acceptor')).toBe(2);
    expect(restsOn(pending, 'leader')).toBe(1);
    expect(restsOn(pending, 'none')).toBe(0);
    expect(restsOn(SETTLED, 'acceptor')).toBe(0);
  });

  test('counts what is left from the last acknowledged one, and lets go what rested on it', () => {
    const [left, messages] = acknowledge(pending, 1);
    expect(left).toEqual({
      pending: 2,
      last: { acceptor: 1, leader: 0 },
      waiting: [{ restsOn: 1, message: 'second' }],
    });
    expect(messages).toEqual(['first']);
  });

  test('of the last one acknowledges all', () => {
    expect(acknowledge(pending, 3)).toEqual([SETTLED, ['first', 'second']]);
  });

  test.each([0, 4, 1.5, -1])('refuses an acknowledgement of what is not under way (%s)', (number) => {
    expect(() => acknowledge(pending, number)).toThrow(InvalidInput);
    expect(() => acknowledge(pending, number)).toThrow('one of 3 persists under way');
  });

  test('refuses one that comes twice', () => {
    const [left] = acknowledge(pending, 3);
    expect(() => acknowledge(left, 3)).toThrow('acknowledged twice');
  });
});
