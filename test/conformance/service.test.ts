/** Every decree that the service of chapter 20 takes, in every state in which it takes it, is executed by production in the same way. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Pair } from '#model/index.js';
import { comparePair, firstKind } from '#test/conformance/service.js';
import { exploreService } from '#test/conformance/service-explored.js';
import { mutants } from '#test/conformance/service-mutants.js';

let pairs: Readonly<Record<string, readonly Pair[]>>;

beforeAll(async () => {
  pairs = await exploreService();
}, 120_000);

describe('every decree of chapter 20', () => {
  test.each([
    { name: 'three orders and one', compared: 734, left: 248 },
    { name: 'a session may be evicted', compared: 1150, left: 452 },
  ])('is executed by production as the service takes it ($name)', ({ name, compared, left }) => {
    const results = pairs[name]!.map((pair) => comparePair(pair));
    expect(results.flatMap((one) => ('difference' in one ? [one.difference] : []))).toEqual([]);
    expect(results.filter((one) => !('left' in one))).toHaveLength(compared);
    expect(results.filter((one) => 'left' in one)).toHaveLength(left);
  });

  test.each(mutants.map(({ name, row, ...mutant }) => [name, row ?? 'its own', mutant] as const))(
    'differs where production makes a mistake: %s (%s)',
    (_, __, { run, told }) => {
      expect(firstKind(Object.values(pairs).flat(), run)).toBe(told);
    },
  );
});
