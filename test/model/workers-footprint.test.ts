/** A predicate that reads more in some states than in others is asked of all of them, however many threads there are. */
import { expect, test } from 'vitest';
import { always, explore, role, type StateOf, sometimes, system } from '#model/index.js';
import { startThread } from '#model/search/parallel/threads.js';
import { searchedBy } from '#test/model/threads.js';

type Set = { readonly type: 'set'; readonly to: number };

const INPUTS = [1, 2, 3].map((to): Set => ({ type: 'set', to }));

/** Cells that are set once each; and one that raises a flag when it is. */
const writing = system({
  name: 'writing',
  network: 'lossy',
  instant: ['raise'],
  roles: {
    cell: role(
      {
        initial: () => [0, []] as const,
        step: (at: number, { to }: Set) => (at === 0 ? ([to, []] as const) : undefined),
      },
      { instances: ['c1', 'c2', 'c3', 'c4'], inputs: INPUTS },
    ),
    last: role(
      {
        initial: () => [0, []] as const,
        step: (at: number, { to }: Set) =>
          at === 0 ? ([to, [{ type: 'raise' as const, to: 'f' }]] as const) : undefined,
      },
      { instances: ['z'], inputs: INPUTS },
    ),
    flag: role(
      {
        initial: () => [0, []] as const,
        step: (_: number, __: { readonly type: 'raise' }) => [1, []] as const,
      },
      { instances: ['f'] },
    ),
  },
});

type State = StateOf<typeof writing>;

/** What the last cell is set to, read in the last level alone: of the threads, each leaves one state of it to doubt. */
function lastIs(value: number, { cell, last: [last], flag: [flag] }: State): boolean {
  return cell.every(({ context }) => context !== 0) && flag!.context === 1 && last!.context === value;
}

const properties = [
  always('never one', (state: State) => !lastIs(1, state)),
  sometimes('two', (state: State) => lastIs(2, state)),
  sometimes('three', (state: State) => lastIs(3, state)),
];

test('one thread', async () => {
  const { results } = await explore(writing, properties);
  expect(results.map(({ verdict }) => verdict)).toEqual(['fails', 'holds', 'holds']);
});

test.each([1, 2])('all levels left to %i other threads', async (count) => {
  const threads = await Promise.all(Array.from({ length: count }, startThread));
  const { judge } = await searchedBy(threads, writing, properties as never);
  for (const thread of threads) thread.end();
  expect(judge.cases.map(({ finding }) => finding !== undefined)).toEqual([true, true, true]);
});
