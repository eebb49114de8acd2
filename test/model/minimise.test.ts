import { describe, expect, test } from 'vitest';
import { leastPath } from '#model/counterexample/minimise.js';
import {
  type AnySystem,
  always,
  explore,
  type Property,
  replay,
  role,
  type StepFunction,
  sometimes,
  step,
  system,
  type Trace,
} from '#model/index.js';
import { Search } from '#model/search/search.js';
import { chapters } from '#spec/index.js';

type Event = { readonly type: 'go' | 'shout' | 'note'; readonly from?: string };

/** Counters that go on by themselves, and shout about it if they are told to. */
const counter: StepFunction<number, Event, { type: 'note'; to: string }> = {
  initial: () => [0, []],
  step: (count, { type }) => {
    if (type === 'note') return undefined;
    return [count + 1, type === 'shout' ? [{ type: 'note', to: 'all' }] : []];
  },
};

const counting = (inputs: readonly Event[] = [{ type: 'shout' }, { type: 'go' }]): AnySystem =>
  system({
    name: 'counting',
    network: 'lossy',
    roles: { counter: role(counter, { instances: ['c1', 'c2', 'c3'], inputs }) },
    within: ({ counter: counters }) => counters.every(({ context }) => context < 4),
  });

interface Seen {
  readonly counter: readonly { readonly context: number }[];
}

const sum = ({ counter: counters }: Seen): number => counters.reduce((sum, { context }) => sum + context, 0);

async function traceOf(made: AnySystem, property: Property<Seen>): Promise<string[]> {
  const { results } = await explore(made, [property as never]);
  expect(results[0]!.minimal).toBe(true);
  return stepsOf(results[0]!.trace!);
}

const stepsOf = ({ steps }: Trace): string[] =>
  steps.map(({ participant, event }) => `${participant} ${event.type}`);

describe('of all shortest traces', () => {
  test('the one with the fewest participants is told, and of these the one with the fewest messages', async () => {
    expect(
      await traceOf(
        counting(),
        always('below three', (state) => sum(state) < 3),
      ),
    ).toEqual(Array(3).fill('c1 go'));
  });

  test('more participants than needed are not let act for the sake of messages', async () => {
    const made = counting([{ type: 'shout' }]);
    expect(
      await traceOf(
        made,
        sometimes('three', (state) => sum(state) === 3),
      ),
    ).toEqual(Array(3).fill('c1 shout'));
  });

  test('who comes first in the system acts first', async () => {
    const each = sometimes(
      'one each',
      ({ counter: all }: Seen) => all.filter(({ context }) => context === 1).length === 2,
    );
    expect(await traceOf(counting(), each)).toEqual(['c1 go', 'c2 go']);
  });

  test('a step that decides counts like any other', async () => {
    const grows = step('no third step', (_: Seen, after: Seen) => sum(after) < 3);
    expect(await traceOf(counting(), grows)).toEqual(Array(3).fill('c1 go'));
  });

  test('a trace without steps is the least', async () => {
    expect(
      await traceOf(
        counting(),
        always('never', () => false),
      ),
    ).toEqual([]);
  });
});

test('the same trace is told whatever else is claimed, and by any number of threads', async () => {
  const { system: synod, claims } = chapters
    .find(({ id }) => id.startsWith('14-'))!
    .instances.find(({ name }) => name.startsWith('S8'))!;
  const properties = claims.map(({ property }) => property as never);
  const traces = async (asked: readonly never[], workers: number): Promise<readonly (Trace | undefined)[]> =>
    (await explore(synod, asked, { workers })).results.map(({ trace }) => trace);
  const all = await traces(properties, 1);
  for (const [index, property] of properties.entries())
    expect(await traces([property], 1)).toEqual([all[index]]);
  expect(await traces([...properties].reverse(), 2)).toEqual([...all].reverse());
});

describe('chapter 14 loses no trace to its length', () => {
  const instances = chapters
    .find(({ id }) => id.startsWith('14-'))!
    .instances.filter(({ name }) => /^S(2|8|11|15|16),/.test(name));

  test.each(instances)('$name', { timeout: 60_000 }, async ({ system: synod, claims }) => {
    const properties = claims.map(({ property }) => property as never);
    const { results } = await explore(synod, properties);
    const found = new Search(synod, properties, { maxStates: 1e7, maxMemory: Number.POSITIVE_INFINITY });
    while (found.advance(Number.POSITIVE_INFINITY));
    for (const [index, { trace, minimal }] of results.entries()) {
      expect(minimal).toBe(true);
      expect(replay(synod, trace!, properties[index])).toBeUndefined();
      expect(trace!.steps.length).toBe(lengthAsFound(found, index));
    }
  });

  function lengthAsFound({ judge, rows }: Search, index: number): number {
    const { state, step } = judge.cases[index]!.finding!;
    let length = step === undefined ? 0 : 1;
    for (let at = state; at > 0; at = rows.parent(at)) length++;
    return length;
  }
});

test('where it would take too long, the trace that was found is kept', () => {
  const search = new Search(counting(), [always('below five', (state: Seen) => sum(state) < 5) as never], {
    maxStates: 1e7,
    maxMemory: Number.POSITIVE_INFINITY,
  });
  while (search.advance(Number.POSITIVE_INFINITY));
  const least = (expansionsMax: number): unknown => {
    const work = leastPath(search, search.judge.cases[0]!, expansionsMax);
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
    }
  };
  expect(least(2)).toBeUndefined();
  expect(least(10_000)).toHaveLength(5);
});
