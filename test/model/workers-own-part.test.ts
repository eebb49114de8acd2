/** The main thread takes its part in a search on several threads: what it finds goes by the right numbers, and others see nothing half written. */
import { expect, test } from 'vitest';
import { type AnySystem, ModelError, role, sometimes, system } from '#model/index.js';
import { Pool } from '#model/search/parallel/pool.js';
import { type Report, ROWS, ROWS_AT_ONCE } from '#model/search/parallel/protocol.js';
import type { Thread } from '#model/search/parallel/threads.js';
import { Search } from '#model/search/search.js';
import { Memo } from '#model/state/memo.js';
import { sharedMemory } from '#model/state/rows.js';
import { searchedBy } from '#test/model/threads.js';

interface Toggled {
  readonly toggle: readonly { readonly context: number }[];
}

const on = ({ toggle }: Toggled): number => toggle.filter(({ context }) => context === 1).length;

/** Participants who each have one step to take. */
const toggles = system({
  name: 'toggles',
  network: 'lossy',
  roles: {
    toggle: role(
      {
        initial: () => [0, []] as const,
        step: (at: number) => (at === 0 ? ([1, []] as const) : undefined),
      },
      { instances: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], inputs: [{ type: 'toggle' }] },
    ),
  },
}) as AnySystem;

/** A thread that takes rows each time, uses none of them, and expands nothing. */
function idle(): Thread {
  let report: Report | undefined;
  return {
    ready: Promise.resolve(),
    tell(order) {
      if (order.kind !== 'work') return;
      const from = Atomics.add(order.counters, ROWS, ROWS_AT_ONCE);
      report = {
        outOfRoom: false,
        outOfHeap: false,
        bytes: 0,
        transitions: 0,
        selfLoops: 0,
        beyondBounds: 0,
        late: [],
        left: 0,
        doubts: { states: [], steps: [], deadlocks: [] },
        spare: { from, to: from + ROWS_AT_ONCE },
      };
    },
    report: async () => {
      await undefined;
      return report!;
    },
    end() {},
  };
}

test('a property is decided where the state is that decided it, though states move', async () => {
  const five = sometimes('five', (state: Toggled) => on(state) === 5);
  const never = sometimes('never', (state: Toggled) => on(state) > 8);
  const search = await searchedBy([idle()], toggles, [five as never, never as never], { takesPart: true });
  expect([search.complete, search.rows.count]).toEqual([true, 2 ** 8]);
  const [decided] = search.judge.cases;
  const { state } = decided!.finding!;
  expect(search.levelOf(state)).toEqual({ from: 1 + 8 + 28 + 56 + 70, to: 1 + 8 + 28 + 56 + 70 + 56 });
  expect(decided!.isDecidedAt(search.rows.read(state), 0)).toBe(true);
});

test('where a predicate throws, the state that it throws at is the last of those found', async () => {
  const throwing = sometimes('throwing', (state: Toggled) => {
    if (on(state) === 4) throw new Error('four are too many');
    return false;
  });
  const limits = { maxStates: 1e6, maxMemory: Number.POSITIVE_INFINITY };
  const search = new Search(toggles, [throwing as never], limits, false, sharedMemory);
  const pool = new Pool(search, 2, async () => idle());
  const searching = async (): Promise<void> => {
    while (search.advance(Number.POSITIVE_INFINITY, 1)) await pool.expandLevel();
  };
  await expect(searching()).rejects.toThrow(ModelError);
  expect(search.rows.count).toBe(1 + 8 + 28 + 56 + 1);
  expect(() => search.judge.cases[0]!.isDecidedAt(search.rows.read(93), 0)).toThrow('four are too many');
});

test('what others read of a memo is not written to', () => {
  const memo = new Memo();
  memo.setMask(Int32Array.of(-1), false);
  const [one, two, three] = [Int32Array.of(1), Int32Array.of(2), Int32Array.of(3)];
  memo.set(one, 0, 1);
  const first = Memo.of(memo.image());
  memo.set(two, 0, 2);
  expect([one, two].map((row) => first.get(row, 0))).toEqual([1, -1]);
  const second = Memo.of(memo.image());
  memo.set(three, 0, 3);
  expect([one, two, three].map((row) => second.get(row, 0))).toEqual([1, 2, -1]);
  expect([one, two, three].map((row) => memo.get(row, 0))).toEqual([1, 2, 3]);
});
