import { describe, expect, test } from 'vitest';
import {
  ABOVE_ALL,
  always,
  alwaysPossible,
  byHand,
  deadlockFree,
  eventually,
  explore,
  type Property,
  refines,
  replay,
  role,
  type StateOf,
  type StepFunction,
  sometimes,
  step,
  system,
  weak,
  withRealNumbers,
} from '#model/index.js';

interface Bidder {
  readonly rank: number;
  readonly bids: number;
}

/** Outbids whoever is highest, for ever: only who is above whom counts, and how often it bid, by threes. */
const bidder: StepFunction<Bidder, { type: 'bid' }, { type: 'raised'; rank: number; to: [] }> = {
  initial: () => [{ rank: 0, bids: 0 }, []],
  step: ({ bids }) => [
    { rank: ABOVE_ALL, bids: (bids + 1) % 3 },
    [{ type: 'raised', rank: ABOVE_ALL, to: [] }],
  ],
};

const auction = system({
  name: 'auction',
  network: 'lossy-set',
  ranked: ['rank'],
  symmetry: { roles: ['bidder'] },
  roles: { bidder: role(bidder, { instances: ['x', 'y'], inputs: [{ type: 'bid' }] }) },
});

type State = StateOf<typeof auction>;

const properties: readonly Property<State>[] = [
  sometimes(
    'both bid twice, and x is above',
    ({ bidder: [x, y] }) =>
      [x, y].every((each) => each!.context.bids === 2) && x!.context.rank > y!.context.rank,
  ),
  always('never both once', ({ bidder: all }) => !all.every(({ context }) => context.bids === 1)),
  step('y never bids twice', (_, { bidder: [, y] }) => y!.context.bids !== 2),
  eventually('they stop', () => false, [weak({ input: 'bid' })]),
  alwaysPossible('a new beginning', ({ bidder: all }) => all.every(({ context }) => context.rank === 0)),
];

test('a trace is followed where numbers are renamed by rank, round its loop as well', async () => {
  const { results } = await explore(auction, properties);
  expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'fails', 'fails', 'fails', 'fails']);
  for (const [index, { trace }] of results.entries())
    expect(replay(auction, trace!, properties[index])).toBeUndefined();
  expect(results[3]!.trace!.loop).toBeLessThan(results[3]!.trace!.steps.length);
});

describe('a trace is followed where states stand for others by their names', () => {
  const { ranked: _, ...plain } = auction;
  const counting = system({
    ...(plain as typeof auction),
    within: ({ bidder: all }: State) => all.every(({ context }) => context.bids < 2),
  } as never) as typeof auction;
  const alike: readonly Property<State>[] = [
    sometimes(
      'one bid twice, the other never',
      ({ bidder: all }) =>
        all.some(({ context }) => context.bids === 2) && all.some(({ context }) => context.bids === 0),
    ),
    step('nobody bids twice', (_, { bidder: all }) => all.every(({ context }) => context.bids < 2)),
  ];

  test.each([true, false])('symmetry: %s', async (symmetry) => {
    const { results } = await explore(counting, alike, { symmetry });
    for (const [index, { trace }] of results.entries()) {
      expect(replay(counting, trace!, alike[index])).toBeUndefined();
    }
  });
});

/** The same with the numbers that are bid, which nobody renames: the first bid is 1, the second 2. */
const counted: StepFunction<Bidder, { type: 'bid'; rank: number }, { type: 'raised'; rank: number; to: [] }> =
  {
    initial: () => [{ rank: 0, bids: 0 }, []],
    step: ({ bids }, { rank }) => [{ rank, bids: (bids + 1) % 3 }, [{ type: 'raised', rank, to: [] }]],
  };

describe('a step is asked of numbers as it leaves them, before they are renamed', () => {
  const rankOf = ({ bidder: [x] }: State): number => x!.context.rank;

  test.each([
    [
      'falls',
      step('x never falls', (before: State, after: State) => rankOf(after) >= rankOf(before)),
      'holds',
    ],
    [
      'rises',
      step('x never rises', (before: State, after: State) => rankOf(after) <= rankOf(before)),
      'fails',
    ],
  ] as const)('where one %s', async (_, claim, expected) => {
    const { results } = await explore(auction, [claim]);
    const [{ verdict, trace }] = results as [(typeof results)[0]];
    expect(verdict).toBe(expected);
    if (trace !== undefined) expect(replay(auction, trace, claim)).toBeUndefined();
  });

  describe('where there is nobody else, and the number is renamed to what it was', () => {
    const alone = system({
      name: 'alone',
      network: 'lossy-set',
      ranked: ['rank'],
      roles: {
        bidder: role(
          { initial: () => [{ rank: 5 }, []], step: () => [{ rank: ABOVE_ALL }, []] } as StepFunction<
            { readonly rank: number },
            { type: 'bid' },
            never
          >,
          { instances: ['x'], inputs: [{ type: 'bid' }] },
        ),
      },
    });
    type Alone = StateOf<typeof alone>;
    const rank = ({ bidder: [x] }: Alone): number => x!.context.rank;
    const refinement = (initial: number) =>
      refines<Alone, number>('it never rises, seen from afar', {
        image: rank,
        initial: (first) => first === initial,
        step: (before, after) => after <= before,
      });

    test('a claim of a step', async () => {
      const rises = step('it never rises', (before: Alone, after: Alone) => rank(after) <= rank(before));
      const goesOn = deadlockFree<Alone>('it can bid');
      const { results } = await explore(alone, [rises, goesOn]);
      expect(results.map(({ verdict }) => verdict)).toEqual(['fails', 'holds']);
      expect(replay(alone, results[0]!.trace!, rises)).toBeUndefined();
    });

    test('a refinement, the trace of which shows the image that is wrong', async () => {
      const { results } = await explore(alone, [refinement(0)]);
      expect(results[0]!.trace!.images).toEqual([0, ABOVE_ALL]);
      expect(replay(alone, results[0]!.trace!, refinement(0))).toBeUndefined();
    });

    test('a refinement, of the first state as it is renamed', async () => {
      const { results } = await explore(alone, [refinement(5)]);
      expect(results[0]!.trace!.steps).toEqual([]);
      expect(replay(alone, results[0]!.trace!, refinement(5))).toBeUndefined();
    });
  });
});

test('a trace told with real numbers is the run of the same system without ranks', async () => {
  const { results } = await explore(auction, properties);
  for (const { trace } of results) {
    const inputs = trace!.steps.map((_, index) => ({ type: 'bid', rank: index + 1 }) as const);
    const plain = system({
      name: 'counted auction',
      network: 'lossy-set',
      roles: { bidder: role(counted, { instances: ['x', 'y'], inputs }) },
    });
    let here = byHand(plain);
    for (const [index, { participant }] of trace!.steps.entries())
      here = here.choices.filter(({ step }) => step.participant === participant)[index]!.take();
    const bids = here.trace.steps.map((one) => ({ ...one, event: { type: 'bid' } }));
    expect(withRealNumbers(auction, trace!).steps).toEqual(bids);
  }
  expect(results[3]!.trace!.steps.length).toBeGreaterThan(3);
});

test('a trace of another system has no real numbers', async () => {
  const { results } = await explore(auction, properties);
  const steps = [{ ...results[1]!.trace!.steps[0]!, event: { type: 'ask' } }];
  expect(() => withRealNumbers(auction, { ...results[1]!.trace!, steps })).toThrow(
    'step 1 of the trace: expected to be taken in the system auction; got no such input of',
  );
});
