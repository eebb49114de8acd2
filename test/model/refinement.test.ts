/** A refinement: every step of a system, seen through an image, is a step of another or leaves the image as it was. */
import { describe, expect, test } from 'vitest';
import {
  explore,
  formatTrace,
  type Refinement,
  refines,
  role,
  type StateOf,
  type StepFunction,
  system,
} from '#model/index.js';

/** It counts to four, one by one or two at once, and may go back from three to none. */
const counter: StepFunction<number, { type: 'one' | 'two' | 'back' }, never> = {
  initial: () => [0, []],
  step: (count, { type }) => {
    if (type === 'back') return count === 3 ? [0, []] : undefined;
    const next = count + (type === 'one' ? 1 : 2);
    return next <= 4 ? [next, []] : undefined;
  },
};

const counting = system({
  name: 'counting',
  network: 'unordered',
  roles: {
    counter: role(counter, {
      instances: ['c1'],
      inputs: [{ type: 'one' }, { type: 'two' }, { type: 'back' }],
    }),
  },
});

type State = StateOf<typeof counting>;

const countIn = ({ counter: [c1] }: State): number => c1!.context;

/** Halves of the count, as a list, so that images are alike without being one. */
const halves: Refinement<State, readonly number[]> = {
  image: (state) => [Math.floor(countIn(state) / 2)],
  initial: ([half]) => half === 0,
  step: ([before], [after]) => after === before! + 1 || (before === 1 && after === 0),
};

async function decide<Image>(refinement: Refinement<State, Image>) {
  const { results, complete } = await explore(counting, [refines('it refines', refinement)]);
  return { ...results[0]!, complete };
}

/** Four that count on their own, and a refinement that sees how many of the first two have begun: 5⁴ states, 5² of the two, 3 images. */
function countedCalls() {
  const step = (count: number): readonly [number, readonly never[]] | undefined =>
    count < 4 ? [count + 1, []] : undefined;
  const counters = system({
    name: 'counters',
    network: 'lossy',
    roles: {
      counter: role(
        { initial: () => [0, []] as const, step },
        { instances: ['a', 'b', 'c', 'd'], inputs: [{ type: 'count' }] },
      ),
    },
  });
  const calls = { images: 0, steps: [] as string[] };
  const begun = refines('begun', {
    image: ({ counter }: StateOf<typeof counters>) => {
      calls.images++;
      return counter.slice(0, 2).filter(({ context }) => context > 0).length;
    },
    initial: (image) => image === 0,
    step: (before, after) => {
      calls.steps.push(`${before} → ${after}`);
      return after === before + 1;
    },
  });
  return { counters, begun, calls };
}

/** An answer is asked for twice more, to make sure that it is what it was. */
const ASKED_AGAIN = 2;

describe('a refinement', () => {
  test('is asked once for the image of what it looks at, and once about each pair of images that differ', async () => {
    const { counters, begun, calls } = countedCalls();
    const { states, transitions } = await explore(counters, [begun as never]);
    expect([states, transitions]).toEqual([625, 2000]);
    const pairs = ['0 → 1', '1 → 2'];
    expect(calls.steps.slice(0, pairs.length)).toEqual(pairs);
    expect(calls.steps).toHaveLength(pairs.length * (1 + ASKED_AGAIN));
    expect(calls.images).toBe(5 ** 2 * (1 + ASKED_AGAIN));
  });

  test('holds where each step is one above, or a stutter', async () => {
    expect(await decide(halves)).toMatchObject({ verdict: 'holds', complete: true });
  });

  test('is asked of every step between two images that differ, and of no stutter', async () => {
    const asked = new Set<string>();
    const step = (before: readonly number[], after: readonly number[]): boolean => {
      asked.add(`${before} → ${after}`);
      return halves.step(before, after);
    };
    await decide({ ...halves, step });
    expect([...asked].sort()).toEqual(['0 → 1', '1 → 0', '1 → 2']);
  });

  test('fails with a shortest trace to a step that is none above, and the images beside it', async () => {
    const { verdict, trace } = await decide({
      ...halves,
      step: ([before], [after]) => after === before! + 1,
    });
    expect(verdict).toBe('fails');
    expect(trace!.images).toEqual([[0], [0], [1], [0]]);
    expect(formatTrace(trace!)).toBe(
      [
        '   image [0]',
        '1  c1 one · c1: 0 → 1 · image as it was',
        '2  c1 two · c1: 1 → 3 · image: [0] → [1]',
        '3  c1 back · c1: 3 → 0 · image: [1] → [0]',
      ].join('\n'),
    );
  });

  test('fails at once where the other may not begin so', async () => {
    const { verdict, trace } = await decide({ ...halves, initial: () => false });
    expect({ verdict, steps: trace!.steps, images: trace!.images }).toEqual({
      verdict: 'fails',
      steps: [],
      images: [[0]],
    });
  });

  test('says no less where it is decided together with others', async () => {
    const never = refines<State, readonly number[]>('never', { ...halves, step: () => false });
    const { results } = await explore(counting, [refines('it refines', halves), never]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'fails']);
  });

  test.each([
    ['a set', (state: State) => new Set([countIn(state)]), 'an instance of Set'],
    ['a part of the view, which is another state the next time', ({ counter }: State) => counter, 'a getter'],
  ])('is refused where the image is no plain data (%s)', async (_, image, found) => {
    await expect(decide<unknown>({ image, initial: () => true, step: () => true })).rejects.toThrow(
      new RegExp(`property 'it refines' threw: expected plain data .*, got ${found} at 'the image`),
    );
  });
});
