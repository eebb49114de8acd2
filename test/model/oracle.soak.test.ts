import { describe, expect, test } from 'vitest';
import { agree } from '#test/model/oracle/agreement.js';
import { type Shape, SMALL } from '#test/model/oracle/plans.js';

describe('the checker and the naive explorer agree on', { timeout: 120_000 }, () => {
  test('participants of many local states, so that rows are laid out anew several times', async () => {
    const shape: Shape = {
      ...SMALL,
      roles: [1, 2],
      participants: [1, 1],
      size: [20, 70],
      inputs: [1, 2],
      rules: [0, 3],
      mail: [1, 3],
      turning: 'yes',
    };
    const met = await agree(shape, { numRuns: 50, statesMax: 5000 });
    expect(met.localStates).toBeGreaterThan(32);
  });

  test('more messages than bits in two words (lossy)', async () => {
    const shape: Shape = {
      ...SMALL,
      networks: ['lossy'],
      roles: [1, 2],
      participants: [1, 1],
      size: [40, 90],
      inputs: [1, 1],
      rules: [0, 3],
      mail: [70, 100],
      turning: 'tell',
    };
    const met = await agree(shape, { numRuns: 25, statesMax: 1500 });
    expect(met.messages).toBeGreaterThan(64);
  });

  test('many messages, few at a time (other networks)', async () => {
    const shape: Shape = {
      ...SMALL,
      networks: ['lossy-set', 'latest', 'lossy-latest', 'rounds', 'unordered', 'ordered'],
      roles: [1, 2],
      participants: [1, 1],
      size: [30, 90],
      inputs: [1, 1],
      rules: [0, 3],
      mail: [2, 3],
      turning: 'tell',
    };
    const met = await agree(shape, { numRuns: 50, statesMax: 5000 });
    expect(met.messages).toBeGreaterThan(64);
  });

  test('more inputs than bits in two words', async () => {
    const shape: Shape = { ...SMALL, roles: [1, 2], participants: [1, 2], size: [2, 12], inputs: [33, 100] };
    const met = await agree(shape, { numRuns: 40, statesMax: 300 });
    expect(met.inputs).toBeGreaterThan(64);
  });

  test('systems of thousands of states', async () => {
    const shape: Shape = {
      ...SMALL,
      roles: [2, 3],
      size: [8, 16],
      inputs: [1, 1],
      rules: [0, 4],
      mail: [1, 2],
      turning: 'yes',
    };
    const met = await agree(shape, { numRuns: 30, statesMax: 12_000 });
    expect(met.states).toBeGreaterThan(1000);
  });
});
