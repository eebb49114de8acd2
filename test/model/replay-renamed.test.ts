import { describe, expect, test } from 'vitest';
import {
  ABOVE_ALL,
  always,
  alwaysPossible,
  eventually,
  explore,
  type Property,
  replay,
  role,
  type StateOf,
  type StepFunction,
  sometimes,
  step,
  system,
  weak,
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
