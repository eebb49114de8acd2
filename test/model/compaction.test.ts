/** A compact search finds what an exact one finds, in less memory where rows are wide, and says the odds that it missed something. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fingerprints } from '#model/fingerprints.js';
import {
  type AnySystem,
  alwaysPossible,
  type Exploration,
  explore,
  type Property,
  replay,
  type StateOf,
  sometimes,
} from '#model/index.js';
import { Search } from '#model/search/search.js';
import { chapters } from '#spec/index.js';
import { claims } from '#test/model/oracle/claims.js';
import { plans, type Shape, SMALL } from '#test/model/oracle/plans.js';
import { propertyOf, systemOf } from '#test/model/oracle/subject.js';
import { wide } from '#test/model/wide.js';
import messageSet from '#test/reference/message-set.js';
import twoPhaseCommit from '#test/reference/two-phase-commit.js';

const told = ({
  states,
  transitions,
  selfLoops,
  depth,
  complete,
  beyondBounds,
  results,
  ...rest
}: Exploration) => ({
  states,
  transitions,
  selfLoops,
  depth,
  complete,
  beyondBounds,
  stopped: rest.stopped,
  results: results.map(({ verdict, trace }) => [verdict, trace?.steps.length]),
});

/** Explores both ways, and makes sure that it comes to the same and that the traces are runs. Returns how many there were. */
async function same(
  system: AnySystem,
  properties: readonly Property<never>[],
  maxStates: number,
): Promise<number> {
  const asked = properties as unknown as readonly Property<StateOf<AnySystem>>[];
  const exact = await explore(system, asked, { maxStates });
  const compact = await explore(system, asked, { maxStates, compact: true });
  expect(told(compact)).toEqual(told(exact));
  expect('odds' in exact).toBe(false);
  expect(compact.odds).toBeCloseTo((exact.states * (exact.states + 1)) / 2 ** 65, 30);
  const traced = compact.results.filter(({ trace }) => trace !== undefined);
  for (const { property, trace, minimal } of traced) {
    expect(minimal).toBe(false);
    expect(
      replay(
        system,
        trace!,
        asked.find(({ name }) => name === property),
      ),
    ).toBeUndefined();
  }
  return traced.length;
}

const STATES_MAX = 6_000;

describe('a compact search finds what an exact one finds', { timeout: 120_000 }, () => {
  test.each(chapters)('in the book, where it is not too large (chapter $id)', async ({ instances }) => {
    for (const { system, claims } of instances) {
      const properties = claims
        .map(({ property }) => property as Property<never>)
        .filter(({ kind }) => kind !== 'leads-to' && kind !== 'always-possible');
      await same(system, properties, STATES_MAX);
    }
  });

  const small: Shape = {
    ...SMALL,
    networks: ['lossy', 'lossy-set', 'latest', 'rounds', 'unordered', 'ordered'],
    faults: true,
  };
  const often: Shape = {
    ...small,
    roles: [1, 2],
    participants: [1, 1],
    size: [40, 90],
    inputs: [1, 1],
    rules: [0, 3],
  };

  test.each([
    ['small', small, 200],
    ['of many local states and messages, so that rows are laid out anew', { ...often, turning: 'tell' }, 40],
  ] as const)('in made-up systems (%s)', async (_, shape, numRuns) => {
    let traces = 0;
    await fc.assert(
      fc.asyncProperty(plans(shape), claims, async (plan, claims) => {
        const system = systemOf(plan);
        const canBeExplored = await explore(system, [], { maxStates: 3000 }).then(
          () => true,
          () => false,
        );
        if (!canBeExplored) return;
        const properties = claims.map((claim, at) => ({ ...propertyOf(plan, claim), name: `${at}` }));
        traces += await same(system, properties as never, 3000);
      }),
      { numRuns },
    );
    expect(traces).toBeGreaterThan(numRuns / 2);
  });

  test.each([
    ['message-set 3 2 2', messageSet.build(3, 2, 2)],
    ['two-phase-commit 5', twoPhaseCommit.build(5)],
  ])('where states stand for others (%s)', async (_, check) => {
    const exact = await check.explore({ symmetry: true });
    const compact = await check.explore({ symmetry: true, compact: true });
    expect(told(compact)).toEqual(told(exact));
    expect(compact.states).toBeLessThan((await check.explore()).states);
  });

  test('however many threads it is offered', async () => {
    const check = messageSet.build(3, 2, 3);
    expect(told(await check.explore({ compact: true, workers: 2 }))).toEqual(told(await check.explore()));
  });
});

describe('where rows are wide', { timeout: 60_000 }, () => {
  const system = wide(4, 28, 5);

  test('it takes less than half of the memory', () => {
    const unbounded = { maxStates: Number.POSITIVE_INFINITY, maxMemory: Number.POSITIVE_INFINITY };
    const bytesOf = (fingerprints?: Fingerprints): number => {
      const search = new Search(system, [], unbounded, false, undefined, fingerprints);
      while (search.advance(Number.POSITIVE_INFINITY));
      expect(search.rows.count).toBe(29 ** 4);
      return search.bytes;
    };
    const ratio = bytesOf(new Fingerprints()) / bytesOf();
    expect(ratio).toBeLessThan(0.5);
  });

  test('it comes to the end within a budget of memory that is too small for an exact one', async () => {
    const maxMemory = 40 * 2 ** 20;
    expect(await explore(system, [], { maxMemory })).toMatchObject({ complete: false, stopped: 'memory' });
    expect(await explore(system, [], { maxMemory, compact: true })).toMatchObject({ complete: true });
    expect(await explore(system, [], { maxMemory: 10 * 2 ** 20, compact: true })).toMatchObject({
      stopped: 'memory',
    });
  });

  test('a long trace is rebuilt from what each state was reached from', async () => {
    type State = StateOf<typeof system>;
    const all = sometimes('all told', ({ teller: tellers }: State) =>
      tellers.every(({ context }) => context === 28),
    );
    const { results } = await explore(system, [all], { compact: true });
    expect(results[0]!.trace!.steps).toHaveLength(4 * 28);
    expect(replay(system, results[0]!.trace!, all)).toBeUndefined();
  });
});

describe('a compact search is refused', () => {
  const system = wide(1, 2, 1);

  test('for what is decided on the graph', async () => {
    await expect(explore(system, [alwaysPossible('an end', () => true)], { compact: true })).rejects.toThrow(
      "system 1 tellers: property 'an end' is decided on the graph of all states, of which a compact search keeps only " +
        'fingerprints; explore without compact',
    );
  });

  test('where it is to be put aside, or taken up again', async () => {
    let kept:
      | Parameters<NonNullable<NonNullable<Parameters<typeof explore>[2]>['checkpoint']>['save']>[0]
      | undefined;
    const checkpoint = {
      everyMs: 0,
      save: (made: NonNullable<typeof kept>): void => {
        kept = made;
      },
    };
    const why =
      'system 1 tellers: a compact search cannot be put aside; search without checkpoint, or without compact';
    await expect(explore(system, [], { compact: true, checkpoint })).rejects.toThrow(why);
    await explore(wide(3, 20, 1), [], { timeoutMs: 1, checkpoint });
    await expect(explore(wide(3, 20, 1), [], { compact: true, resume: kept! })).rejects.toThrow(
      'cannot be put aside',
    );
  });
});
