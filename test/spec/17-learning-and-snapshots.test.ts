/** Chapter 17: its gallery, and what parts of a node do with a snapshot. */
import { describe, expect, test } from 'vitest';
import { gallery } from '#spec/17-learning-and-snapshots/gallery.js';
import { learningAndSnapshots } from '#spec/17-learning-and-snapshots/learning-and-snapshots.js';
import { show } from '#spec/17-learning-and-snapshots/show.js';
import { statesWhatFalls } from '#test/spec/gallery.js';

describe('the gallery of chapter 17', () => {
  test('has every known mistake with snapshots that does not need sessions, members or a real disk', () => {
    expect(gallery.map(({ id }) => id)).toEqual(['L9', 'C3', 'D1', 'D2', 'D3', 'D4']);
  });

  statesWhatFalls(learningAndSnapshots);
});

test('a trace says snapshots in a word', () => {
  const snapshot = { slot: 1, state: [{ slot: 1, value: 'olives' }] };
  expect(show(snapshot)).toBe('≤1 [1=olives]');
  const vote = { slot: 2, ballot: { round: 1, proposer: 'n1' }, value: 'wine' };
  expect(show({ acceptor: 'n3', snapshot, votes: [vote] })).toBe('n3 ≤1 [1=olives] 2=1.n1:wine');
  expect(show({ acceptor: 'n3', snapshot: null, votes: [] })).toBe('n3');
});
