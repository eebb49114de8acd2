import { describe, expect, test } from 'vitest';
import {
  configurationAt,
  decide,
  decidedThrough,
  decreeAt,
  firstOpen,
  governsLater,
  isDecided,
  isInReach,
  startLog,
} from '#src/paxos/log.js';
import { isSlot, slot, slotsAfter } from '#src/paxos/slot.js';
import { SlotViolation } from '#src/paxos/slot-violation.js';
import { decided, decree, first, logOf, n2, n3, n4, voters } from './log-words.js';

describe('a slot', () => {
  test.each([0, -1, 1.5, Number.NaN, 2 ** 53])('is not %s', (number) => {
    expect(isSlot(number)).toBe(false);
    expect(() => slot(number)).toThrow('a whole number from 1');
  });

  test('is one of those after a prefix', () => {
    expect(slotsAfter(2, 4)).toEqual([3, 4]);
    expect(slotsAfter(4, 2)).toEqual([]);
  });
});

describe('a log', () => {
  test('begins empty', () => {
    const log = logOf();
    expect(decidedThrough(log)).toBe(0);
    expect(firstOpen(log)).toBe(1);
  });

  test.each([0, 1.5, -1])('has no window of %s', (alpha) => {
    expect(() => startLog({ alpha, configuration: first })).toThrow('α to be a whole number from 1');
    expect(startLog({ alpha: 1, configuration: first }).alpha).toBe(1);
  });

  test('keeps what is decided beyond a hole, and joins it when the hole is closed', () => {
    const holed = logOf('3 c', '2 b');
    expect(decidedThrough(holed)).toBe(0);
    expect(holed.beyond).toEqual([decided('2 b'), decided('3 c')]);
    expect([1, 2, 3, 4].map((at) => isDecided(holed, slot(at)))).toEqual([false, true, true, false]);
    const [closed] = decide(holed, decided('1 a'));
    expect(decidedThrough(closed)).toBe(3);
    expect(closed.decrees).toEqual(['a', 'b', 'c'].map(decree));
    expect(closed.beyond).toEqual([]);
  });

  test('joins only up to the next hole', () => {
    const log = logOf('3 c', '1 a');
    expect(decidedThrough(log)).toBe(1);
    expect(log.beyond).toEqual([decided('3 c')]);
    expect(decreeAt(log, slot(3))).toEqual(decree('c'));
    expect(decreeAt(log, slot(2))).toBeUndefined();
  });

  test('takes the first of two changes that follow the same configuration', () => {
    const changes = [voters(2, n2, n3), voters(2, n3, n4), voters(3, n4)].map(
      (configuration) => ({ type: 'configuration', configuration }) as const,
    );
    const log = changes.reduce(
      (before, value, index) => decide(before, { slot: slot(index + 1), value })[0],
      startLog<string>({ alpha: 3, configuration: first }),
    );
    expect([3, 4, 5, 6].map((at) => configurationAt(log, slot(at)))).toEqual([
      first,
      changes[0]!.configuration,
      changes[0]!.configuration,
      changes[2]!.configuration,
    ]);
    expect(changes.map((change, index) => governsLater(log, slot(index + 1), change))).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('keeps each decision in one record, and one that it knows not again', () => {
    expect(decide(logOf(), decided('2 b'))[1]).toEqual([
      { type: 'persist', record: { type: 'decided', ...decided('2 b') } },
    ]);
    for (const log of [logOf('1 b'), logOf('2 b', '1 a')])
      expect(decide(log, decided(log.base === 0 && log.decrees.length === 1 ? '1 b' : '2 b'))).toEqual([
        log,
        [],
      ]);
  });

  test('leaves out what is more than α slots after its prefix', () => {
    const log = logOf('1 a');
    expect([4, 5].map((at) => isInReach(log, slot(at)))).toEqual([true, false]);
    expect(decide(log, decided('5 e'))).toEqual([log, []]);
    expect(decide(log, decided('4 d'))[0].beyond).toEqual([decided('4 d')]);
  });

  test.each(['1 b', '3 a'])('stops at a second decree in a slot (%s)', (shown) => {
    const log = logOf('1 a', '3 c');
    expect(() => decide(log, decided(shown))).toThrow(SlotViolation);
    expect(() => decide(log, decided(shown))).toThrow(`no decree in slot ${shown[0]} but`);
  });

  test('goes by a change of members from α slots after it, once it is in the prefix', () => {
    const second = voters(2, n2, n3, n4);
    const change = { slot: slot(2), value: { type: 'configuration', configuration: second } } as const;
    const [holed] = decide(logOf(), change);
    expect(configurationAt(holed, slot(3)).id).toBe(1);
    expect(holed.configurations).toHaveLength(1);
    const [log] = decide(holed, decided('1 a'));
    expect([4, 5, 6].map((at) => configurationAt(log, slot(at)).id)).toEqual([1, 2, 2]);
  });
});
