/** Several threads on a search that is large enough to be shared out, and small enough to be measured. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explore, role, sometimes, system } from '#model/index.js';
import { Expander } from '#model/search/parallel/expander.js';
import { type Report, ROWS_AT_ONCE } from '#model/search/parallel/protocol.js';
import { startThread, type Thread } from '#model/search/parallel/threads.js';
import { chapters } from '#spec/index.js';
import { searchedBy } from '#test/model/threads.js';
import { ofLevels, told } from '#test/model/told.js';
import messageSet from '#test/reference/message-set.js';

/** Participants who each have one step to take: two to the power of their number are the states. */
function toggles(count: number) {
  const instances = Array.from({ length: count }, (_, number) => `t${number}`);
  const toggle = {
    initial: () => [0, []] as const,
    step: (at: number) => (at === 0 ? ([1, []] as const) : undefined),
  };
  return system({
    name: 'toggles',
    network: 'lossy',
    roles: { toggle: role(toggle, { instances, inputs: [{ type: 'toggle' }] }) },
  });
}

/** A thread of the search that is none, and believes what it is told of its heap. */
function here(isHeapFull: () => boolean): Thread {
  const expander = new Expander(isHeapFull);
  let report: Report | undefined;
  return {
    tell(order) {
      report = expander.obey(order) ?? report;
    },
    report: async () => {
      await undefined;
      return report!;
    },
    end() {},
  };
}

let threads: readonly Thread[];
beforeAll(async () => {
  threads = await Promise.all([startThread(), startThread()]);
});
afterAll(() => {
  for (const thread of threads) thread.end();
});

describe('two threads', () => {
  test('count as one does', async () => {
    const check = messageSet.build(3, 2, 3);
    expect(told(await check.explore({ workers: 2 }))).toEqual(told(await check.explore()));
  });

  test('find what one finds', async () => {
    const synod = chapters.find(({ id }) => id === '14-the-synod')!;
    const { system, claims } = synod.instances.find(({ name }) => name.startsWith('S5'))!;
    const properties = ofLevels(claims);
    expect(properties.length).toBeGreaterThan(0);
    const one = told(await explore(system, properties));
    expect(told(await explore(system, properties, { workers: 2 }))).toEqual(one);
  });

  test('stop where a budget of states runs out, or a little later', async () => {
    const many = await messageSet.build(3, 2, 4).explore({ workers: 2, maxStates: 60_000 });
    expect([many.stopped, many.complete]).toEqual(['states', false]);
    expect(many.states).toBeGreaterThan(60_000);
    expect(many.states).toBeLessThanOrEqual(60_000 + 2 * ROWS_AT_ONCE);
  });

  test('come to the end where a budget of states is as many as there are', async () => {
    const system = toggles(16);
    const exact = await explore(system, [], { workers: 2, maxStates: 2 ** 16 });
    expect([exact.complete, exact.states]).toEqual([true, 2 ** 16]);
    const less = await explore(system, [], { workers: 2, maxStates: 2 ** 16 - 1 });
    expect([less.complete, less.stopped, less.states]).toEqual([false, 'states', 2 ** 16 - 1]);
  });

  test('stop within a budget of memory', async () => {
    const search = await searchedBy(threads, toggles(20), [], {
      budget: { maxStates: 1e9, maxMemory: 4 * 2 ** 20 },
    });
    expect(search.stopped).toBe('memory');
    expect(search.bytes).toBeLessThanOrEqual(4 * 2 ** 20);
    expect(search.rows.count).toBeGreaterThan(50_000);
  });

  test('stop where one of them has no room on its heap', async () => {
    const search = await searchedBy([here(() => true), here(() => false)], toggles(4), []);
    expect([search.stopped, search.complete]).toEqual(['memory', false]);
  });
});

test('the trace of a property that two threads decided is the one that one thread tells', async () => {
  const many = toggles(28);
  const four = sometimes(
    'four',
    ({ toggle }: { readonly toggle: readonly { readonly context: number }[] }) =>
      toggle.filter(({ context }) => context === 1).length === 4,
  );
  const two = await explore(many, [four as never], { workers: 2 });
  expect(told(two)).toEqual(told(await explore(many, [four as never])));
  expect(two.results[0]!.trace!.steps.map(({ participant }) => participant)).toEqual([
    't0',
    't1',
    't2',
    't3',
  ]);
});
