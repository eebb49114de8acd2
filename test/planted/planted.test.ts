import { describe, expect, test } from 'vitest';
import { mutants } from './mutants.js';

describe.each(mutants)('a member that $name ($row)', ({ told, isTold }) => {
  test(`is told by ${told}`, async () => {
    expect(await isTold(true)).toBe(true);
  });

  test('is told from the right one', async () => {
    expect(await isTold(false)).toBe(false);
  });
});
