import { describe, expect, test } from 'vitest';
import { agree } from '#test/model/oracle/agreement.js';
import { SMALL } from '#test/model/oracle/plans.js';

const VERDICTS = ['always', 'deadlock-free', 'sometimes', 'step'].flatMap((kind) => [
  `${kind} fails`,
  `${kind} holds`,
]);

describe('the checker and the naive explorer agree on', { timeout: 120_000 }, () => {
  test('small systems', async () => {
    const met = await agree(SMALL, { numRuns: 150, statesMax: 500 });
    expect([...met.verdicts].sort()).toEqual(VERDICTS);
  });

  test('small systems with crashes, stops and partitions', async () => {
    const met = await agree({ ...SMALL, faults: true }, { numRuns: 100, statesMax: 400 });
    expect([...met.verdicts].sort()).toEqual(VERDICTS);
  });
});
