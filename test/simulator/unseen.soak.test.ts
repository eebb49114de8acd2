import { expect, test } from 'vitest';
import { firstFall } from '#test/simulator/mistakes.js';
import { mistakes } from '#test/simulator/unseen.js';

test.each(mistakes.map((mistake) => [mistake.name, mistake] as const))(
  'a mistake of an author who had not seen the simulator is found within a million inputs from its seed on: %s',
  async (_, mistake) => {
    expect(await firstFall(mistake)).toBe(mistake.falls);
  },
  1_200_000,
);
