/** Predicates: what they see, when they are asked, and what they must not do. */
import { describe, expect, test } from 'vitest';
import {
  always,
  deadlockFree,
  explore,
  ModelError,
  observe,
  type Received,
  role,
  type StateOf,
  sometimes,
  step,
  system,
} from '#model/index.js';

type Count = { readonly type: 'count'; readonly to: 'log'; readonly value: number };

/** Counts to a limit, and tells of each number. */
const counter = {
  initial: (limit: number) => [{ count: 0, limit }, []] as const,
  step: ({ count, limit }: { count: number; limit: number }, _: { readonly type: 'tick' }) =>
    count === limit
      ? undefined
      : ([{ count: count + 1, limit }, [{ type: 'count', to: 'log', value: count + 1 } as Count]] as const),
};

const log = {
  initial: () => [null, []] as const,
  step: (_: null, __: Received<Count>) => undefined,
};

const counting = system({
  name: 'counting',
  network: 'lossy',
  roles: {
    counter: role(counter, { instances: { a: 3, b: 2 }, inputs: [{ type: 'tick' }] }),
    log: role(log, { instances: ['paper'] }),
  },
  history: {
    sum: observe<number, Count>(0, { count: (sum, { value }) => sum + value }),
    last: observe<string, Count>('', { count: (_, { from }) => from }),
  },
});
type State = StateOf<typeof counting>;

describe('a predicate sees', () => {
  test('participants in their roles, with name and context', async () => {
    const seen = new Set<string>();
    await explore(counting, [
      always('looks', ({ counter, log }: State) => {
        seen.add(counter.map(({ id, value, context }) => `${id} ${value} ${context.count}`).join());
        return log[0]!.id === 'paper' && log[0]!.context === null;
      }),
    ]);
    expect(seen.size).toBe(4 * 3);
    expect(seen).toContain('a undefined 3,b undefined 2');
  });

  test('the messages of a type, with their senders', async () => {
    const { results } = await explore(counting, [
      sometimes('all is sent', ({ messages }: State) => {
        const sent = messages('count').map(({ from, value }) => `${from}${value}`);
        return sent.sort().join() === 'a1,a2,a3,b1,b2';
      }),
      always('without the address', ({ messages }: State) =>
        messages('count').every((one) => !('to' in one)),
      ),
    ]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
  });

  test('history, which is part of the state', async () => {
    const { states, results } = await explore(counting, [
      sometimes('the sum of all', ({ history }: State) => history.sum === 1 + 2 + 3 + 1 + 2),
      sometimes(
        'b last',
        ({ history, counter }: State) => history.last === 'b' && counter[0]!.context.count === 3,
      ),
      always('the sum is of what was sent', ({ history, messages }: State) => {
        return history.sum === messages('count').reduce((sum, { value }) => sum + value, 0);
      }),
    ]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
    // Twelve pairs of counts; who was last is not known from them where both have counted.
    expect(states).toBe(1 + 3 + 2 + 2 * (3 * 2));
  });

  test('the states before and after a step', async () => {
    const total = ({ counter }: State): number =>
      counter.reduce((sum, { context }) => sum + context.count, 0);
    const { results } = await explore(counting, [
      step('one at a time', (before: State, after: State) => total(after) === total(before) + 1),
      step('never the fifth', (before: State, after: State) => total(before) < 4 || total(after) < 5),
    ]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'fails']);
    expect(results[1]!.trace!.steps).toHaveLength(5);
  });
});

describe('a predicate is asked', () => {
  test('once for each combination of what it reads, and twice more at the end', async () => {
    let calls = 0;
    const { states } = await explore(counting, [
      always('looks at b', ({ counter }: State) => {
        calls++;
        return counter[1]!.context.count <= 2;
      }),
    ]);
    expect(states).toBeGreaterThan(3);
    expect(calls).toBe(3 * 3);
  });

  test('again where it comes to read more', async () => {
    const asked: string[] = [];
    const { results } = await explore(counting, [
      always('looks at b when a is at its end', ({ counter: [a, b], history }: State) => {
        asked.push(a!.context.count < 3 ? 'a' : history.last === 'b' ? 'all' : 'a and history');
        return a!.context.count < 3 || history.last !== 'b' || b!.context.count < 2;
      }),
    ]);
    expect(results[0]!.verdict).toBe('fails');
    expect(new Set(asked)).toEqual(new Set(['a', 'a and history', 'all']));
  });

  test('not at all once it is decided, but for twice more at the end', async () => {
    let calls = 0;
    await explore(counting, [
      sometimes('at once', () => {
        calls++;
        return true;
      }),
      always('goes on', ({ counter }: State) => counter.length === 2),
    ]);
    expect(calls).toBe(3);
  });
});

describe('a predicate that', () => {
  const bad: [string, (state: unknown) => unknown, RegExp][] = [
    ['throws', (state) => (state as State).counter[9]!.id, /property 'bad' threw: Cannot read/],
    ['answers nothing', () => undefined, /property 'bad' answered undefined; expected true or false/],
    ['answers a number', () => 1, /property 'bad' answered 1; expected true or false/],
    ['answers later', async () => true, /property 'bad' answered \[object Promise\]; expected true or false/],
  ];

  test.each(bad)('%s is named', async (_, predicate, message) => {
    const named = [always, sometimes, deadlockFree, step].map((make) => make('bad', predicate as never));
    for (const property of named) {
      const error = await explore(counting, [property as never]).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ModelError);
      expect((error as Error).message).toMatch(message);
    }
  });

  test.each(bad)('%s is named where it bounds the system', async (_, predicate, message) => {
    const bounded = { ...counting, within: predicate as never };
    await expect(explore(bounded, [])).rejects.toThrow(
      new RegExp(message.source.replace("'bad'", "'within'")),
    );
  });

  test('keeps its error as the cause', async () => {
    const cause = new Error('no');
    const property = always('bad', () => {
      throw cause;
    });
    await expect(explore(counting, [property])).rejects.toHaveProperty('cause', cause);
  });
});

describe('a property is decided', () => {
  test('without exploring further where the initial state decides it', async () => {
    const { results, complete, stopped } = await explore(counting, [always('never', () => false)]);
    expect(results[0]).toMatchObject({ verdict: 'fails', trace: { steps: [] } });
    expect({ complete, stopped }).toEqual({ complete: false, stopped: 'decided' });
  });

  test('as soon as the last of all is', async () => {
    const count =
      (least: number) =>
      ({ counter }: State) =>
        counter[0]!.context.count >= least;
    const { results, stopped } = await explore(counting, [
      sometimes('1', count(1)),
      sometimes('2', count(2)),
    ]);
    expect(results.map(({ trace }) => trace!.steps.length)).toEqual([1, 2]);
    expect(stopped).toBe('decided');
  });

  test('with its trace where many local states are found in the same level', async () => {
    // Rows are laid out anew for the second level, when the property has been decided in the first.
    const ways = Array.from({ length: 14 }, (_, index) => ({ type: 'go' as const, by: index + 1 }));
    const wide = {
      initial: () => [0, []] as const,
      step: (at: number, { by }: (typeof ways)[number]) =>
        at === 0 ? ([by, []] as const) : at < 20 ? ([at + 20, []] as const) : undefined,
    };
    const tree = system({
      name: 'tree',
      network: 'lossy',
      roles: { some: role(wide, { instances: ['a'], inputs: ways }) },
    });
    const { results } = await explore(tree, [
      always('below 21', ({ some }: StateOf<typeof tree>) => some[0]!.context < 21),
    ]);
    expect(results[0]!.trace!.steps.map(({ after }) => after.context)).toEqual([1, 21]);
  });

  test('of states beyond the bounds too, which are not continued', async () => {
    const within = ({ counter }: State): boolean => counter[0]!.context.count < 2;
    const { states, beyondBounds, complete, results } = await explore(
      { ...counting, within } as typeof counting,
      [
        sometimes('a is at 2', ({ counter }: State) => counter[0]!.context.count === 2),
        sometimes('a is at 3', ({ counter }: State) => counter[0]!.context.count === 3),
        deadlockFree('no end within', ({ counter }: State) => counter[1]!.context.count === 2),
      ],
    );
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'fails', 'holds']);
    expect(complete).toBe(true);
    expect(beyondBounds).toBeGreaterThan(0);
    expect(beyondBounds).toBeLessThan(states);
  });

  test('by its name and kind in the result', async () => {
    const { system, results } = await explore(counting, [deadlockFree('end'), always('fine', () => true)]);
    expect(system).toBe('counting');
    expect(results.map(({ property, kind }) => `${kind} ${property}`)).toEqual([
      'deadlock-free end',
      'always fine',
    ]);
  });
});

describe('the view is the same for all predicates', () => {
  test.each([
    ['sort', (list: unknown[]) => list.sort()],
    ['cut off', (list: unknown[]) => list.splice(0)],
  ])('so none of them may %s its lists', async (_, write) => {
    const writes = always('writes', ({ counter: counters }: StateOf<typeof counting>) => {
      write(counters as unknown as unknown[]);
      return true;
    });
    const twoAtMost = always(
      'two at most',
      ({ counter: [a] }: StateOf<typeof counting>) => a!.context.count <= 2,
    );
    await expect(explore(counting, [writes, twoAtMost])).rejects.toThrow(/property 'writes' threw: /);
  });
});

describe('a predicate that remembers is found when it is asked again', () => {
  type State = StateOf<typeof counting>;
  const contexts = (...states: readonly State[]): string =>
    JSON.stringify(states.map(({ counter: counters }) => counters.map(({ context }) => context)));
  /** Yes, the first time that it is asked of something. */
  const firstTime = (): ((what: string) => boolean) => {
    const asked = new Set<string>();
    return (what) => asked.size < asked.add(what).size;
  };

  test.each([
    ['always', (isNew: (what: string) => boolean) => always('p', (state: State) => isNew(contexts(state)))],
    [
      'sometimes',
      (isNew: (what: string) => boolean) => sometimes('p', (state: State) => !isNew(contexts(state))),
    ],
    [
      'step',
      (isNew: (what: string) => boolean) =>
        step('p', (before: State, after: State) => isNew(contexts(before, after))),
    ],
  ])('%s', async (_, property) => {
    await expect(explore(counting, [property(firstTime())])).rejects.toThrow(
      /property 'p' is not what it was: it answered (true|false) when it was asked first, and (true|false) when/,
    );
  });

  test('a bound', async () => {
    const isNew = firstTime();
    const bounded = { ...counting, within: (state: never) => isNew(contexts(state)) };
    await expect(explore(bounded, [])).rejects.toThrow(/property 'within' is not what it was/);
  });
});
