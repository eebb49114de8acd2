/**
 * The book is true: every instance of every chapter is explored, once. Here are the verdicts, states and lengths of traces
 * pinned, in the blocks that show them.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import { readPages, staleBlocks } from '#src/book/book.js';
import { type Explored, exploreWanted, notAsStated } from '#src/book/explorations.js';
import { thisHouse } from '#src/book/house.js';
import { formatProblems } from '#src/book/problem.js';
import { silence } from '#src/terminal/progress.js';

const house = await thisHouse();
const { chapters } = house;
const instances = chapters.flatMap((chapter) => chapter.instances);
let explored: Explored;

beforeAll(async () => {
  explored = await exploreWanted(chapters, new Set(instances), silence);
}, 3_600_000);

describe('the book', () => {
  test('states every verdict that its exploration finds', () => {
    expect(formatProblems(notAsStated(chapters, explored))).toBe('');
  });

  test('has every generated block as it should be', () => {
    const { pages, problems } = readPages(house);
    expect(formatProblems([...problems, ...staleBlocks(pages, explored)])).toBe('');
  });
});
