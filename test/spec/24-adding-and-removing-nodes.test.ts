/** Chapter 24: its gallery, and what is known of who governs. */
import { describe, expect, test } from 'vitest';
import { addingAndRemovingNodes } from '#spec/24-adding-and-removing-nodes/adding-and-removing-nodes.js';
import {
  configurationAt,
  configurationOf,
  type Known,
  membersOf,
  quorumsOf,
  withDecided,
} from '#spec/24-adding-and-removing-nodes/configuration.js';
import { gallery } from '#spec/24-adding-and-removing-nodes/gallery.js';
import { show } from '#spec/24-adding-and-removing-nodes/show.js';
import { sizeInWords, twoChanges } from '#spec/24-adding-and-removing-nodes/sizes.js';
import { statesWhatFalls } from '#test/spec/gallery.js';

describe('the gallery of chapter 24', () => {
  test('has every known mistake with changing members', () => {
    expect([...new Set(gallery.map(({ id }) => id))]).toEqual([
      'C1',
      'C2',
      'C3',
      'C4',
      'C5',
      'C6',
      'D9',
      'D11',
      'T16',
    ]);
  });

  statesWhatFalls(addingAndRemovingNodes);
});

describe('what is known of who governs', () => {
  const [first, second, third] = [
    ['n1', 'n2'],
    ['n2', 'n3'],
    ['n3', 'n4'],
  ].map(configurationOf) as [string, string, string];
  const nothing: Known = { through: 0, configurations: [{ from: 1, configuration: first }], beyond: [] };

  test('a change governs from α slots after its own', () => {
    const known = withDecided(nothing, { slot: 1, value: second }, 2);
    expect([2, 3, 9].map((slot) => configurationAt(slot, known))).toEqual([first, second, second]);
  });

  test('a change past a hole is not counted before the hole is filled', () => {
    const past = withDecided(nothing, { slot: 2, value: third }, 2);
    expect(past).toEqual({ ...nothing, beyond: [{ slot: 2, value: third }] });
    const filled = withDecided(past, { slot: 1, value: second }, 2);
    expect(filled.through).toBe(2);
    expect(filled.configurations).toEqual([
      { from: 3, configuration: second },
      { from: 4, configuration: third },
    ]);
  });

  test('a configuration that governs no later slot is forgotten', () => {
    const command = (slot: number) => ({ slot, value: 'olives' });
    const known = [2, 3].reduce(
      (all, slot) => withDecided(all, command(slot), 2),
      withDecided(nothing, { slot: 1, value: second }, 2),
    );
    expect(known).toEqual({ through: 3, configurations: [{ from: 3, configuration: second }], beyond: [] });
  });

  test('a configuration is written as its members, and its quorums are its majorities', () => {
    expect(second).toBe('{n2,n3}');
    expect(membersOf(second)).toEqual(['n2', 'n3']);
    expect(quorumsOf('{n2,n3,n4}')).toEqual([
      ['n2', 'n3'],
      ['n2', 'n4'],
      ['n3', 'n4'],
    ]);
  });
});

test('a trace says who governs in a word, and sizes are told in words', () => {
  expect(show({ from: 3, configuration: '{n2,n3}' })).toBe('3:{n2,n3}');
  expect(sizeInWords(twoChanges)).toBe('{n1,n2} → {n2,n3} → {n3,n4}, α 2, ballots 2 + 1');
});
