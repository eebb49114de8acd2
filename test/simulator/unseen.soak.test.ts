import { expect, test } from 'vitest';
import { firstFall } from '#test/simulator/mistakes.js';
import { mistakes } from '#test/simulator/unseen.js';

test.each(mistakes.map((mistake) => [mistake.name, mistake] as const))(
  'a mistake of an author who had not seen the simulator is found within a million inputs: %s',
  async (_, { falls, make }) => {
    expect(falls).toContain(await firstFall(make));
  },
  1_200_000,
);
