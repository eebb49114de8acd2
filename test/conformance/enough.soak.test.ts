import { expect, test } from 'vitest';
import { exploreOne, instances } from '#test/conformance/explored.js';

const cut = instances.filter(({ enough }) => enough !== undefined);

test.each(cut)(
  'beyond the states that the gate looks at, no other pair is met (%#)',
  async ({ size, enough }) => {
    const met = await exploreOne(size, enough);
    const all = await exploreOne(size);
    expect(all.pairs.length).toBe(met.pairs.length);
  },
  120_000,
);
