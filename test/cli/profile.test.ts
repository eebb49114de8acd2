/** `synod check --profile`: where states and time come from; and what has the most values where a budget ran out. */
import { expect, test } from 'vitest';
import { always, role, type StateOf, system } from '#model/index.js';
import { type Chapter, holds, instance } from '#spec/index.js';
import { sound } from '#test/cli/chapters.js';
import { synod } from '#test/cli/synod.js';

type Count = { readonly n: number; readonly isOdd: boolean };

/** Two that count to six on their own; `isOdd` is there to have few values. */
const counting = system({
  name: 'counting',
  network: 'ordered',
  roles: {
    counter: role(
      {
        initial: () => [{ n: 0, isOdd: false }, []] as const,
        step: ({ n }: Count) => (n < 6 ? ([{ n: n + 1, isOdd: n % 2 === 0 }, []] as const) : undefined),
      },
      { instances: ['x', 'y'], inputs: [{ type: 'go' }] },
    ),
  },
});

const name = 'a claim whose name is so long that it would not fit beside its numbers';
const small = always(name, ({ counter: [x] }: StateOf<typeof counting>) => x!.context.n < 7);
const chapter: Chapter = { ...sound, instances: [instance('counted', counting, [holds(small)])] };

test('the tables fit 80 columns', async () => {
  const { code, out } = await synod('check --profile', [chapter]);
  expect(code).toBe(0);
  const lines = out.split('\n');
  const from = lines.findIndex((line) => line.startsWith('  role'));
  expect(lines.slice(from, from + 8).join('\n')).toBe(
    [
      '  role     participants  states  steps',
      '  counter             2      14     14',
      '',
      '  context key    values',
      '  counter.n           7',
      '  counter.isOdd       2',
      '',
      '  predicate                                       calls     time',
    ].join('\n'),
  );
  expect(lines[from + 8]).toMatch(/^ {2}a claim whose name is so long that it would n… {6}7 /);
  expect(Math.max(...lines.slice(from).map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test('a budget that runs out names what has the most values', async () => {
  const { code, out } = await synod('check --max-states 20', [chapter]);
  expect(code).toBe(3);
  expect(out).toContain('  Most values so far: counter.n (6), counter.isOdd (2).\n');
});

test('nothing is said of values where every state was visited', async () => {
  const { out } = await synod('check', [chapter]);
  expect(out).not.toContain('values');
});
