import { expect, test } from 'vitest';
import { firstFall } from '#test/simulator/mistakes.js';
import { mistakes } from '#test/simulator/unseen.js';

test.each(mistakes.map((mistake) => [mistake.name, mistake] as const))(
  'a mistake of an author who had not seen the simulator is found within a million inputs from its seed on: %s',
  async (_, { falls, make, from }) => {
    expect(falls).toContain(await firstFall(make, from));
  },
  1_200_000,
);
