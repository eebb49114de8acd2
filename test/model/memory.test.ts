/** What a search keeps is counted, and where memory ends the search does. */
import { expect, test } from 'vitest';
import { explore, role, system } from '#model/index.js';
import { Search } from '#model/search/search.js';
import { ownMemory } from '#model/state/rows.js';
import { STATES_MAX, Visited } from '#model/state/visited.js';

/** One participant who remembers how often it was called, and has a list as long: few states, and much in each. */
const remembering = system({
  name: 'remembering',
  network: 'lossy',
  roles: {
    one: role(
      {
        initial: () => [[] as readonly number[], []] as const,
        step: (list: readonly number[]) => [[...list, list.length], []] as const,
      },
      { instances: ['a'], inputs: [{ type: 'call' }] },
    ),
  },
});

/** Participants who count, each by itself. */
function counting(participants: number, limit: number) {
  const instances = Array.from({ length: participants }, (_, number) => `c${number}`);
  const step = (count: number) => (count < limit ? ([count + 1, []] as const) : undefined);
  const behaviour = { initial: () => [0, []] as const, step };
  return system({
    name: 'counting',
    network: 'lossy',
    roles: { counter: role(behaviour, { instances, inputs: [{ type: 'count' }] }) },
  });
}

const UNBOUNDED = { maxStates: STATES_MAX, maxMemory: Number.POSITIVE_INFINITY };

test('local states count as memory, by how much there is in them', async () => {
  const small = await explore(remembering, [], { maxMemory: 2e6 });
  const large = await explore(remembering, [], { maxMemory: 8e6 });
  expect([small.stopped, large.stopped]).toEqual(['memory', 'memory']);
  expect(small.states).toBeLessThan(1000);
  // As each is as long as there are before it, four times the memory is for twice as many.
  expect(large.states / small.states).toBeGreaterThan(1.5);
  expect(large.states / small.states).toBeLessThan(3.5);
});

test.each([
  ['the visited set', 300_000],
  ['rows', 500_000],
])('where the host has no more memory, the search is not finished (%s)', (_, most) => {
  let all = 0;
  const limited = (length: number): Int32Array => {
    all += length;
    if (all > most) throw new RangeError('Array buffer allocation failed');
    return ownMemory(length);
  };
  const search = new Search(counting(5, 9), [], UNBOUNDED, false, limited);
  while (search.advance(Number.POSITIVE_INFINITY));
  expect([search.stopped, search.complete]).toEqual(['memory', false]);
});

test('the largest table has room for as many states as there may be', () => {
  const visited = new Visited((length) => ({ length }) as Int32Array);
  while (visited.entries.length < 2 ** 31) visited.enlarge();
  expect(visited.mask).toBe(2 ** 31 - 1);
  expect(visited.capacity).toBeGreaterThan(STATES_MAX + 2 ** 20);
});
