/** On systems that fast-check makes up, the trace told is a shortest one, and the same in whatever order the states of a level are expanded. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Predecessors } from '#model/counterexample/predecessors.js';
import { asFound, traceOf } from '#model/counterexample/trace-of.js';
import {
  type AnySystem,
  always,
  deadlockFree,
  formatTrace,
  ModelError,
  type Property,
  sometimes,
  step,
  type Trace,
} from '#model/index.js';
import type { Place } from '#model/property/finding.js';
import { Search } from '#model/search/search.js';
import { stepsFrom } from '#model/search/steps-from.js';
import type { Plan } from '#test/model/oracle/plan.js';
import { plans, type Shape, SMALL } from '#test/model/oracle/plans.js';
import { type Seen, systemOf, writeOut } from '#test/model/oracle/subject.js';
import { ended } from '#test/model/threads.js';

const SHAPE: Shape = { ...SMALL, participants: [1, 3], size: [2, 6], rules: [6, 14], faults: true };
const STATES = 1500;

/** Claims decided here and there, in one state in so many: in several places of one level. */
function claimsOf(plan: Plan, oneIn: number): readonly Property<never>[] {
  const isChosen = (...states: readonly Seen[]): boolean =>
    hash(states.map((state) => writeOut(plan, state)).join(' then ')) % oneIn === 0;
  return [
    always('not chosen', (state: Seen) => !isChosen(state)),
    sometimes('chosen', (state: Seen) => isChosen(state)),
    step('no chosen step', (before: Seen, after: Seen) => !isChosen(before, after)),
    deadlockFree('ends only where chosen', (state: Seen) => isChosen(state)),
  ];
}

function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = (Math.imul(sum, 31) + character.charCodeAt(0)) >>> 0;
  return (Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d) >>> 8) & 0xffff;
}

test('the order in which states are expanded does not show in a trace', { timeout: 120_000 }, () => {
  let [compared, moved] = [0, 0];
  const orders = fc.constantFrom<Order>(backwards, outwards);
  fc.assert(
    fc.property(plans(SHAPE), fc.constantFrom(10, 40, 160), orders, (plan, oneIn, order) => {
      const system = systemOf(plan);
      const properties = claimsOf(plan, oneIn);
      const straight = searched(system, properties);
      if (straight === undefined) return;
      const other = searched(system, properties, order)!;
      for (const [at, { finding }] of straight.judge.cases.entries()) {
        expect(other.judge.cases[at]!.finding === undefined).toBe(finding === undefined);
        if (finding === undefined) continue;
        const told = traceIn(straight, at);
        compared++;
        expect(formatTrace(traceIn(other, at))).toBe(formatTrace(told));
        expect(told.steps.length).toBe(lengthTo(straight, finding));
        if (told.steps.length > 2 && firstFound(other, at) !== firstFound(straight, at)) moved++;
      }
    }),
    { numRuns: 120, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(100);
  // Otherwise there was nothing to choose from.
  expect(moved).toBeGreaterThan(10);
});

test('the states that are not expanded again have no step to the state looked at', {
  timeout: 120_000,
}, () => {
  const met = { found: 0, several: 0 };
  fc.assert(
    fc.property(plans(SHAPE), (plan) => {
      const system = systemOf(plan);
      const search = searched(system, []);
      if (search === undefined) return;
      const predecessors = new Predecessors(search);
      for (let state = 1; state < search.rows.count; state += 7) {
        const found = [...predecessors.of(state)].filter((place) => place !== undefined);
        expect(found).toEqual(allInto(search, state));
        met.found += found.length;
        if (found.length > 1) met.several++;
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
  expect(met.found).toBeGreaterThan(300);
  expect(met.several).toBeGreaterThan(50);
});

type Order = (states: readonly number[]) => readonly number[];

const backwards: Order = (states) => states.toReversed();

/** From the middle to both ends. */
const outwards: Order = (states) => {
  const middle = states.length / 2;
  return states.toSorted((a, b) => Math.abs(a - states[0]! - middle) - Math.abs(b - states[0]! - middle));
};

/**
 * A search to the end of the level in which it has so many states, each level's states expanded in an order; undefined where messages go
 * round at once.
 */
function searched(
  system: AnySystem,
  properties: readonly Property<never>[],
  order: Order = (states) => states,
): Search | undefined {
  try {
    const search = new Search(system, properties, { maxStates: 1e6, maxMemory: Number.POSITIVE_INFINITY });
    while (search.rows.count < STATES && search.advance(Number.POSITIVE_INFINITY, 1)) {
      const { from, to } = search.levels.rest;
      search.takeLevel({ transitions: 0, selfLoops: 0, beyondBounds: 0 });
      for (const state of order(Array.from({ length: to - from }, (_, at) => from + at)))
        search.expandLate(state);
    }
    return search;
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}

function traceIn(search: Search, at: number): Trace {
  return ended(traceOf(search, search.judge.cases[at]!));
}

/** The run by which the search came there first, in text. */
function firstFound(search: Search, at: number): string {
  const decided = search.judge.cases[at]!;
  const { start, taken } = asFound(search, decided, decided.finding!);
  return formatTrace({ ...start.trace, steps: taken.map(({ step }) => step) });
}

/** The steps by which the search came there. */
function lengthTo({ rows }: Search, { state, step }: Place): number {
  let length = step === undefined ? 0 : 1;
  for (let at = state; at > 0; at = rows.parent(at)) length++;
  return length;
}

/** All steps to a state from the level before it, each state of which is expanded again. */
function allInto(search: Search, state: number): readonly Place[] {
  const { from, to } = search.levelBefore(state);
  const target = search.rows.read(state);
  return Array.from({ length: to - from }, (_, at) => from + at).flatMap((before) =>
    [...stepsFrom(search, before)]
      .filter(({ row }) => row.every((word, at) => word === target[at]))
      .map(({ step }) => ({ state: before, step })),
  );
}
