/** Which of the shortest traces is told. */
import { describe, expect, test } from 'vitest';
import {
  type AnySystem,
  always,
  alwaysPossible,
  explore,
  type Property,
  role,
  type StepFunction,
  sometimes,
  step,
  system,
  type Trace,
} from '#model/index.js';
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

const counting: AnySystem = system({
  name: 'counting',
  network: 'lossy',
  roles: {
    counter: role(counter, {
      instances: ['c1', 'c2', 'c3'],
      inputs: [{ type: 'shout' }, { type: 'go' }] as readonly Event[],
    }),
  },
  within: ({ counter: counters }) => counters.every(({ context }) => context < 4),
});

interface Seen {
  readonly counter: readonly { readonly context: number }[];
}

const counts = ({ counter: counters }: Seen): readonly number[] => counters.map(({ context }) => context);
const sum = (state: Seen): number => counts(state).reduce((sum, count) => sum + count, 0);

async function traceOf(property: Property<Seen>): Promise<string[]> {
  const { results } = await explore(counting, [property as never]);
  return results[0]!.trace!.steps.map(({ participant, event }) => `${participant} ${event.type}`);
}

describe('of all shortest traces the one is told', () => {
  test('at whose end the fewest participants have left their first state, and the fewest messages are under way', async () => {
    expect(await traceOf(always('below three', (state) => sum(state) < 3))).toEqual(Array(3).fill('c1 go'));
  });

  test('in which the first participant acts first, where their order does not matter', async () => {
    const each = sometimes('one each', (state: Seen) => counts(state).every((count) => count === 1));
    expect(await traceOf(each)).toEqual(['c1 go', 'c2 go', 'c3 go']);
  });

  test('whose step that decides is the first of those that do', async () => {
    const grows = step('no third step', (_: Seen, after: Seen) => sum(after) < 3);
    expect(await traceOf(grows)).toEqual(['c1 go', 'c1 go', 'c1 shout']);
  });

  test('that has no steps, where the start decides', async () => {
    expect(await traceOf(always('never', () => false))).toEqual([]);
  });
});

test('the state from which a goal cannot be reached is chosen by the same order', async () => {
  const toggle = role(
    {
      initial: () => ['high', []] as const,
      step: (at: string) => (at === 'high' ? (['low', []] as const) : undefined),
    },
    { instances: ['a', 'b'], inputs: [{ type: 'drop' }] },
  );
  const made = system({ name: 'toggles', network: 'latest', roles: { toggle } });
  const bothHigh = alwaysPossible(
    'both high',
    ({ toggle: all }: { readonly toggle: readonly { readonly context: string }[] }) =>
      all.every(({ context }) => context === 'high'),
  );
  const { results } = await explore(made, [bothHigh as never]);
  expect(results[0]!.trace!.steps.map(({ participant }) => participant)).toEqual(['a']);
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
