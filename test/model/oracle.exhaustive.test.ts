/**
 * On systems that fast-check makes up, the checker finds the states, steps and verdicts of an explorer that is too plain
 * to be wrong. A failure prints the seed and the path that make the same system again.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameStates, sameVerdicts } from '#test/model/oracle/agree.js';
import { claims } from '#test/model/oracle/claims.js';
import { plans, type Shape, SMALL } from '#test/model/oracle/plans.js';
import type { Survey } from '#test/model/oracle/survey.js';

/** The most that was met in one of the systems that were explored to the end, so that nothing is shown of nothing. */
interface Met {
  states: number;
  /** Local states of one participant. */
  localStates: number;
  /** Different messages that were under way at some time. */
  messages: number;
  /** Inputs of one participant. */
  inputs: number;
  readonly verdicts: Set<string>;
}

const VERDICTS = ['always', 'deadlock-free', 'sometimes', 'step'].flatMap((kind) => [
  `${kind} fails`,
  `${kind} holds`,
]);

describe('the checker and the naive explorer agree on', { timeout: 120_000 }, () => {
  test('small systems', async () => {
    const met = await agree(SMALL, { numRuns: 300, statesMax: 500 });
    expect([...met.verdicts].sort()).toEqual(VERDICTS);
  });

  test('small systems with crashes, stops and partitions', async () => {
    const met = await agree({ ...SMALL, faults: true }, { numRuns: 200, statesMax: 400 });
    expect([...met.verdicts].sort()).toEqual(VERDICTS);
  });

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

async function agree(
  shape: Shape,
  { numRuns, statesMax }: { numRuns: number; statesMax: number },
): Promise<Met> {
  const met: Met = { states: 0, localStates: 0, messages: 0, inputs: 0, verdicts: new Set() };
  await fc.assert(
    fc.asyncProperty(plans(shape), claims, fc.nat(3), async (plan, some, one) => {
      const known = await sameStates(plan, statesMax);
      if (known === undefined) return;
      const together = await sameVerdicts(plan, known, some);
      const alone = await sameVerdicts(plan, known, [some[one]!]);
      for (const verdict of [...together, ...alone]) met.verdicts.add(verdict);
      note(met, known);
    }),
    { numRuns },
  );
  return met;
}

function note(met: Met, { naive, places }: Survey): void {
  const worlds = [...places.values()].map(({ world }) => world);
  const locals = naive.members.map((_, member) => new Set(worlds.map(({ at }) => at[member])).size);
  const messages = new Set(worlds.flatMap(({ mail }) => mail.map((one) => JSON.stringify(one))));
  met.states = Math.max(met.states, worlds.length);
  met.localStates = Math.max(met.localStates, ...locals);
  met.messages = Math.max(met.messages, messages.size);
  met.inputs = Math.max(met.inputs, ...naive.members.map(({ plan }) => plan.inputs));
}
