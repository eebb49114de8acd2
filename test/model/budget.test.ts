/** Searches that must not go to the end: budgets, interruption, progress. */
import { describe, expect, test } from 'vitest';
import {
  always,
  alwaysPossible,
  eventually,
  explore,
  type Progress,
  role,
  type StateOf,
  sometimes,
  step,
  system,
  type TraceStep,
} from '#model/index.js';

type Tick = { readonly type: 'tick' };

/** As many wheels as there are sizes, each turning by itself: the product of the sizes is how many states there are. */
function wheels(...sizes: readonly number[]) {
  const wheel = {
    initial: (size: number) => [{ at: 0, size }, []] as const,
    step: ({ at, size }: { at: number; size: number }, _: Tick) =>
      [{ at: (at + 1) % size, size }, []] as const,
  };
  const instances = Object.fromEntries(sizes.map((size, index) => [`w${index}`, size]));
  return system({
    name: 'wheels',
    network: 'lossy',
    roles: { wheel: role(wheel, { instances, inputs: [{ type: 'tick' }] }) },
  });
}

/** One state after another without end: levels of one state each. */
const endless = wheels(Number.MAX_SAFE_INTEGER);
/** More states than there is time for, in levels of very many. */
const huge = wheels(200, 200, 200, 200, 200);

describe('a budget of states', () => {
  test.each([
    { sizes: [3], states: 3 },
    { sizes: [4, 5], states: 20 },
    { sizes: [40, 50], states: 2000 },
    { sizes: [17, 16, 15], states: 4080 },
  ])('is enough when it is as many as there are ($states)', async ({ sizes, states }) => {
    const exact = await explore(wheels(...sizes), [], { maxStates: states });
    expect(exact).toMatchObject({ complete: true, states, transitions: states * sizes.length, frontier: 0 });
    expect(exact.stopped).toBeUndefined();
    const less = await explore(wheels(...sizes), [], { maxStates: states - 1 });
    expect(less).toMatchObject({ complete: false, stopped: 'states', states: states - 1 });
  });

  test('leaves what it did not decide not finished, and keeps what it did', async () => {
    const { results } = await explore(
      huge,
      [
        always('fine', () => true),
        sometimes('at 2', ({ wheel }) => wheel[0]!.context.at === 2),
        sometimes('at 199', ({ wheel }) => wheel[0]!.context.at === 199),
        always('not at 1', ({ wheel }) => wheel[0]!.context.at !== 1),
      ],
      { maxStates: 1000 },
    );
    expect(results.map(({ verdict, trace }) => [verdict, trace?.steps.length])).toEqual([
      ['not finished', undefined],
      ['holds', 2],
      ['not finished', undefined],
      ['fails', 1],
    ]);
  });
});

test('a budget of memory ends the search near it', async () => {
  const small = await explore(huge, [], { maxMemory: 2_000_000 });
  const large = await explore(huge, [], { maxMemory: 8_000_000 });
  expect([small.stopped, large.stopped]).toEqual(['memory', 'memory']);
  expect(small.complete || large.complete).toBe(false);
  expect(large.states).toBeGreaterThan(small.states);
});

describe.each([
  ['in levels of one state', endless],
  ['in levels of many', huge],
])('a search without end (%s)', (_, system) => {
  test('is over when its time is', async () => {
    const started = performance.now();
    const { stopped, complete, seconds, states } = await explore(system, [], { timeoutMs: 150 });
    expect({ stopped, complete }).toEqual({ stopped: 'time', complete: false });
    expect(states).toBeGreaterThan(10);
    expect(seconds).toBeGreaterThan(0.1);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('can be interrupted, and says what it has', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const fine = always('fine', () => true);
    const { stopped, results } = await explore(system, [fine], { signal: controller.signal });
    expect(stopped).toBe('interrupted');
    expect(results[0]!.verdict).toBe('not finished');
  });

  test('does not go on when it was interrupted before', async () => {
    const { stopped } = await explore(system, [], { signal: AbortSignal.abort() });
    expect(stopped).toBe('interrupted');
  });

  test('tells of its progress, and lets other things happen', async () => {
    const told: Progress[] = [];
    let beats = 0;
    const heart = setInterval(() => beats++, 10);
    await explore(system, [], {
      timeoutMs: 400,
      progressEveryMs: 60,
      onProgress: (progress) => told.push(progress),
    });
    clearInterval(heart);
    expect(beats).toBeGreaterThan(2);
    expect(told.length).toBeGreaterThanOrEqual(2);
    for (const { states, transitions, depth, frontier, seconds } of told) {
      expect(Math.min(states, transitions, depth, seconds)).toBeGreaterThan(0);
      expect(frontier).toBeGreaterThanOrEqual(0);
      expect(frontier).toBeLessThanOrEqual(states);
    }
    for (const [index, { states, depth, seconds }] of told.slice(1).entries()) {
      const before = told[index]!;
      expect(states).toBeGreaterThanOrEqual(before.states);
      expect(depth).toBeGreaterThanOrEqual(before.depth);
      expect(seconds).toBeGreaterThan(before.seconds);
    }
  });
});

test('a search that is over soon tells of no progress', async () => {
  const told: Progress[] = [];
  await explore(wheels(3), [], { onProgress: (progress) => told.push(progress) });
  expect(told).toEqual([]);
});

describe('when every state is visited, what looks at all of them together', () => {
  const turning = { ...wheels(60, 70), network: 'lossy-set' } as const;
  const fine = always<StateOf<typeof turning>>('fine', () => true);
  const isBack = ({ wheel: [w] }: StateOf<typeof turning>): boolean => w!.context.at === 0;
  const possible = alwaysPossible('it can come back', isBack);

  test('is not finished where it is interrupted', async () => {
    const controller = new AbortController();
    const asked = eventually<StateOf<typeof turning>>('it breaks', () => {
      controller.abort();
      return false;
    });
    const found = await explore(turning, [fine, asked], { signal: controller.signal });
    expect(found).toMatchObject({ complete: true, states: 4200, stopped: 'interrupted' });
    expect(found.results.map(({ verdict }) => verdict)).toEqual(['holds', 'not finished']);
  });

  test('is not finished where it takes more memory than there may be', async () => {
    const told = new Set<string>();
    for (let maxMemory = 2 ** 16; !told.has('true undefined holds holds'); maxMemory *= 1.1) {
      const { complete, stopped, results } = await explore(turning, [fine, possible], { maxMemory });
      told.add(
        [complete, stopped, ...results.map(({ verdict }) => verdict)].join(' ').replace('  ', ' undefined '),
      );
    }
    expect([...told]).toEqual([
      'false memory not finished not finished',
      'true memory holds not finished',
      'true undefined holds holds',
    ]);
  });
});

test('an interruption at any moment leaves no verdict but those of the whole search, or none', async () => {
  const resting = {
    initial: (size: number) => [{ at: 0, size }, []] as const,
    step: ({ at, size }: { at: number; size: number }, { type }: { type: 'tick' | 'rest' }) =>
      [type === 'tick' ? { at: (at + 1) % size, size } : { at, size }, []] as const,
  };
  const instances = { w0: 4, w1: 5, w2: 6 };
  const wheels = system({
    name: 'wheels that may rest',
    network: 'lossy-set',
    roles: { wheel: role(resting, { instances, inputs: [{ type: 'tick' }, { type: 'rest' }] }) },
  });
  type Wheels = StateOf<typeof wheels>;
  const turns = ({ wheel }: Wheels): number => wheel.reduce((sum, { context }) => sum + context.at, 0);
  const claims = [
    step<Wheels>('each step turns a wheel', (before, after) => turns(before) !== turns(after)),
    step<Wheels>(
      'each step turns w0',
      ({ wheel: [before] }, { wheel: [after] }) => before!.context.at !== after!.context.at,
    ),
    eventually<Wheels>('w0 turns', ({ wheel }) => wheel[0]!.context.at > 0),
  ];
  const stepped = ({ participant, event }: TraceStep): string => `${participant} ${event.type}`;
  const told = new Set<string>();
  let stopped: string | undefined = 'interrupted';
  for (let most = 1; stopped !== undefined; most++) {
    let polls = 0;
    const signal = {
      get aborted() {
        return ++polls > most;
      },
    } as AbortSignal;
    const found = await explore(wheels, claims, { signal });
    stopped = found.stopped;
    told.add(
      [
        stopped,
        found.complete,
        ...found.results.map(({ verdict, trace }) =>
          [verdict, ...(trace?.steps ?? []).map(stepped)].join(' '),
        ),
      ].join(', '),
    );
  }
  expect([...told]).toEqual([
    'interrupted, true, holds, fails w1 tick, not finished',
    ', true, holds, fails w1 tick, fails',
  ]);
});
