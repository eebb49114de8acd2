/** A search that a budget ends is put aside, and goes on with a larger one to where it would have come without. */
import { describe, expect, test } from 'vitest';
import {
  always,
  type Checkpoint,
  deadlockFree,
  type Exploration,
  type ExploreOptions,
  explore,
  type Property,
  role,
  sometimes,
  step,
  system,
} from '#model/index.js';
import { told } from '#test/model/told.js';

/** Wheels that each turn by themselves, and say so once: a hundred thousand states, in levels of some thousand. */
const wheels = system({
  name: 'wheels',
  network: 'lossy',
  roles: {
    wheel: role(
      {
        initial: () => [0, []] as const,
        step: (at: number) => [(at + 1) % 7, at === 2 ? [{ type: 'two' as const, to: [] }] : []] as const,
      },
      { instances: ['w1', 'w2', 'w3', 'w4', 'w5'], inputs: [{ type: 'tick' }] },
    ),
  },
});

type State = { readonly wheel: readonly { readonly context: number }[] };
const sum = ({ wheel }: State): number => wheel.reduce((all, { context }) => all + context, 0);

const ofStates = [
  always('fine', (state: State) => sum(state) >= 0),
  always('below twelve', (state: State) => sum(state) < 12),
  sometimes('fourteen', (state: State) => sum(state) === 14),
  deadlockFree('goes on', () => false),
] as readonly Property<never>[];
const ofSteps = [
  ...ofStates,
  step('one at a time', (one: State, next: State) => Math.abs(sum(one) - sum(next)) < 6),
] as readonly Property<never>[];

/** Explores with one budget after the other. Returns the last, and how many states each had. */
async function inBudgets(
  properties: readonly Property<never>[],
  budgets: readonly ExploreOptions[],
): Promise<{ readonly last: Exploration; readonly states: readonly number[] }> {
  const states: number[] = [];
  let kept: Checkpoint | undefined;
  for (const budget of budgets) {
    let saved = 0;
    const save = (checkpoint: Checkpoint): void => {
      kept = structuredClone(checkpoint);
      saved++;
    };
    const last = await explore(wheels, properties as never, {
      ...budget,
      checkpoint: { everyMs: Number.POSITIVE_INFINITY, save },
      ...(kept && { resume: kept }),
    });
    states.push(last.states);
    if (last.complete) return { last, states };
    expect(saved).toBe(1);
    expect(kept!.count).toBe(last.states);
  }
  throw new Error('no budget was enough');
}

const budgetsOf = {
  states: [1000, 5000, 20_000, 20_001, 50_000, 1e7].map((maxStates) => ({ maxStates })),
  memory: [1, 2, 4, 8, 100].map((megabytes) => ({ maxMemory: megabytes * 1e6 })),
  time: [1, 30, 60, 1e6].map((timeoutMs) => ({ timeoutMs })),
};

describe.each([
  ['one thread', 1, ofSteps],
  ['two threads', 2, ofStates],
])('by %s', (_, workers, properties) => {
  test.each(['states', 'memory', 'time'] as const)('a budget of %s', async (budget) => {
    const whole = await explore(wheels, properties as never);
    const { last, states } = await inBudgets(
      properties,
      budgetsOf[budget].map((one) => ({ ...one, workers })),
    );
    expect(states.length).toBeGreaterThan(2);
    expect(told(last)).toEqual(told(whole));
  });
});
