/** What a search keeps is counted, and where memory ends the search does. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import {
  alwaysPossible,
  eventually,
  explore,
  leadsTo,
  role,
  type StateOf,
  strong,
  system,
  weak,
} from '#model/index.js';
import { decideOnGraph } from '#model/liveness/liveness.js';
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

describe('what runs without end take on the graph is counted', () => {
  type Counting = StateOf<ReturnType<typeof counting>>;
  const isFull = ({ counter }: Counting): boolean => counter.every(({ context }) => context === 7);
  const subject = { ...counting(5, 7), network: 'lossy-set' } as const;
  /** Bytes by which the heap grows and shrinks meanwhile, whatever the search does. */
  const OF_ITS_OWN = 2 ** 19;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;

  test.each([
    ['can always be', alwaysPossible('full', isFull)],
    [
      'come to be',
      eventually('full', isFull, [strong({ input: 'count', at: 'c0' }), strong({ input: 'count' })]),
    ],
    ['break a promise', leadsTo('full', () => true, isFull, [weak({ input: 'count', at: 'c0' })])],
  ])('%s', async (_, claim) => {
    const search = new Search(subject, [claim as never], UNBOUNDED);
    while (search.advance(Number.POSITIVE_INFINITY));
    const { cases } = search.judge;
    const isEnough = (limit: number): boolean => {
      const work = decideOnGraph(search, cases, limit);
      for (;;) {
        const { done, value } = work.next();
        if (done) return value;
      }
    };
    // What is just enough, to an eighth.
    let limit = 2 ** 16;
    while (!isEnough(limit)) limit *= 2;
    for (const step of [limit / 4, limit / 8, limit / 16]) if (isEnough(limit - step)) limit -= step;
    const used = (): number => {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    // What the trials took is given back a little later.
    collect();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = used();
    let most = 0;
    let pauses = 0;
    for (const _ of decideOnGraph(search, cases, limit))
      if (pauses++ % 8 === 0) most = Math.max(most, used() - before);
    expect(most).toBeLessThan(limit + OF_ITS_OWN);
    expect(most / limit).toBeGreaterThan(0.3);
  });
});
