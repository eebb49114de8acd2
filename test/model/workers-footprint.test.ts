/** A predicate that reads more in some states than in others is asked of all of them, however many threads there are. */
import { expect, test } from 'vitest';
import { always, explore, role, type StateOf, sometimes, system } from '#model/index.js';

const LAST = 8;
const CELLS = ['c1', 'c2', 'c3', 'c4'];
const VALUES = [0, 1, 2, 3, 4, 5, 6, 7, 8];

type Set = { readonly type: 'set'; readonly cell: string; readonly to: number };

/** A writer that sets a cell, at once, with each of its steps. */
const writing = system({
  name: 'writing',
  network: 'lossy',
  instant: ['be'],
  roles: {
    writer: role(
      {
        initial: () => [0, []] as const,
        step: (at: number, { cell, to }: Set) =>
          at < LAST ? ([at + 1, [{ type: 'be' as const, to: cell, value: to }]] as const) : undefined,
      },
      {
        instances: ['w'],
        inputs: CELLS.flatMap((cell) => VALUES.map((to): Set => ({ type: 'set', cell, to }))),
      },
    ),
    cell: role(
      {
        initial: () => [0, []] as const,
        step: (_: number, { value }: { readonly type: 'be'; readonly value: number }) => [value, []] as const,
      },
      { instances: CELLS },
    ),
  },
});

type State = StateOf<typeof writing>;

test.each([1, 2, 3])('%i threads', async (workers) => {
  const fine = ({ writer: [w], cell: [c] }: State): boolean => w!.context < LAST || c!.context !== 3;
  const odd = ({ writer: [w], cell: [, c] }: State): boolean => w!.context === LAST && c!.context === 5;
  const { results } = await explore(writing, [always('fine', fine), sometimes('odd', odd)], { workers });
  expect(results.map(({ verdict }) => verdict)).toEqual(['fails', 'holds']);
});
