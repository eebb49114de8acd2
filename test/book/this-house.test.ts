/** What of the real book can be compared without exploring it; the rest is in `book.soak.test.ts`. */
import { expect, test } from 'vitest';
import { readPages, staleBlocks } from '#src/book/book.js';
import { thisHouse } from '#src/book/house.js';
import { formatProblems } from '#src/book/problem.js';

const house = await thisHouse();
const { pages, problems } = readPages(house);

test('every generated block can be generated', () => {
  expect(formatProblems(problems)).toBe('');
});

test('code and statecharts in the prose are those of the machines', () => {
  expect(formatProblems(staleBlocks(pages, new Map()))).toBe('');
});

test('every chapter shows its claims', () => {
  const shown = pages.filter(({ blocks }) => blocks.some(({ name }) => name === 'claims'));
  expect(shown.map(({ file }) => file)).toEqual(
    expect.arrayContaining(house.chapters.map(({ id }) => `spec/${id}/README.md`)),
  );
});
