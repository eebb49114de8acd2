import { describe, expect, test } from 'vitest';
import { always, explore, role, type StateOf, sometimes, system } from '#model/index.js';

interface Counting {
  readonly kept: number;
  readonly lost: number;
}

/** Counts to two, once in what is durable and once in what is not. */
const counter = {
  initial: ({ durable }: { readonly durable?: Partial<Counting> }) =>
    [{ kept: 0, lost: 0, ...durable } as Counting, []] as const,
  step: ({ kept, lost }: Counting) =>
    kept < 2 ? ([{ kept: kept + 1, lost: lost + 1 }, []] as const) : undefined,
};

function counting(restarts: number, durable: readonly (keyof Counting)[]) {
  return system({
    name: 'a counter that restarts',
    network: 'lossy',
    roles: { counter: role(counter, { instances: { c: {} }, inputs: [{ type: 'count' }], durable }) },
    faults: { restarts: { counter: restarts } },
  });
}

type State = StateOf<ReturnType<typeof counting>>;

describe('any number of restarts', () => {
  test('loses what is not durable again and again', async () => {
    const { states, results } = await explore(counting(Infinity, ['kept']), [
      sometimes('twice', ({ counter: [c] }: State) => c!.context.kept === 2 && c!.context.lost === 0),
      always('kept is at least lost', ({ counter: [c] }: State) => c!.context.kept >= c!.context.lost),
    ]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
    expect(states).toBe(
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [1, 0],
        [2, 0],
        [2, 1],
      ].length,
    );
  });

  test('adds no state where all is durable, since nothing is counted; a number does', async () => {
    const all = ['kept', 'lost'] as const;
    const any = await explore(counting(Infinity, all), []);
    expect(any).toMatchObject({ complete: true, states: 3, transitions: 2 + 3, selfLoops: 3 });
    expect((await explore(counting(1, all), [])).states).toBe(3 * 2);
  });
});
