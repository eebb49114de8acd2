/** Systems of a few states that fast-check makes up, each with its graph as found without the checker. */
import fc, { type Arbitrary } from 'fast-check';
import { type AnySystem, type Participant, role, type StepFunction, system } from '#model/index.js';
import { type Paths, pathsOf, stepsOf } from './fair-runs.js';
import { Naive } from './naive.js';
import type { Plan } from './plan.js';
import { plans } from './plans.js';
import { type Seen, systemOf, writeOut, writeOutWorld } from './subject.js';
import { textOf } from './world.js';

/** A system, its graph, and a number for each of its states, by which the claims choose where they are true. */
export interface Subject {
  readonly system: AnySystem;
  readonly paths: Paths;
  readonly markOf: (state: never) => number;
  /** The same, by the number of the state in the graph. */
  readonly marks: readonly number[];
}

/** How many marks there are, and states at the most. */
export const MARKS = 8;

/** Of each walker and node, where each label leads; null where it is not accepted. */
export type Maze = readonly (readonly (readonly (number | null)[])[])[];

const LABELS = ['a', 'b', 'c'];

function nodes(min: number, max: number): Arbitrary<Maze[number]> {
  const of = (size: number): Arbitrary<Maze[number]> => {
    const doors = fc.tuple(...LABELS.map(() => fc.option(fc.nat(size - 1), { nil: null, freq: 2 })));
    return fc.array(doors, { minLength: size, maxLength: size });
  };
  return fc.integer({ min, max }).chain(of);
}

export const mazes: Arbitrary<Maze> = fc.oneof(fc.tuple(nodes(1, 7)), fc.tuple(nodes(2, 3), nodes(2, 2)));

interface Place {
  readonly walker: number;
  readonly node: number;
}

export function subjectOfMaze(maze: Maze): Subject | undefined {
  const walker: StepFunction<Place, { readonly type: string }, never, { readonly walker: number }> = {
    initial: ({ walker }) => [{ walker, node: 0 }, []],
    step: ({ walker, node }, { type }) => {
      const to = maze[walker]![node]![LABELS.indexOf(type)];
      return to === null || to === undefined ? undefined : [{ walker, node: to }, []];
    },
  };
  const instances = Object.fromEntries(maze.map((_, walker) => [`w${walker}`, { walker }]));
  const inputs = LABELS.map((type) => ({ type }));
  const waysOf = (at: readonly number[]) =>
    at.flatMap((node, walker) =>
      LABELS.flatMap((type, label) => {
        const to = maze[walker]![node]![label];
        if (to === null || to === undefined) return [];
        const next = at.with(walker, to);
        return [{ next, who: `w${walker}`, role: 'walker', event: { type }, isFault: false }];
      }),
    );
  const known = pathsOf(
    maze.map(() => 0),
    String,
    waysOf,
    MARKS,
  );
  const mark = (at: readonly number[]): number => (at[0]! + 3 * (at[1] ?? 0)) % MARKS;
  const seen = ({ walker }: { readonly walker: readonly Participant<unknown, Place>[] }): number =>
    mark(walker.map(({ context }) => context.node));
  return (
    known && {
      system: system({
        name: 'a maze',
        network: 'unordered',
        roles: { walker: role(walker, { instances, inputs }) },
      }),
      paths: known.paths,
      markOf: seen,
      marks: known.states.map(mark),
    }
  );
}

/** Plans of a few states, not bounded by `within`, which claims of runs without end do not go with. */
export const mailed: Arbitrary<Plan> = plans({
  networks: ['lossy-set', 'unordered', 'ordered', 'latest', 'lossy-latest'],
  roles: [1, 2],
  participants: [1, 2],
  size: [1, 3],
  inputs: [0, 1],
  rules: [2, 6],
  mail: [1, 1],
  faults: false,
  turning: 'no',
}).map((plan) => ({ ...plan, within: null, instant: [], history: [] }));

export function subjectOfPlan(plan: Plan): Subject | undefined {
  const naive = new Naive(plan);
  const known = pathsOf(
    naive.initial(),
    textOf,
    (world) =>
      naive.moves(world).map(({ who, event, isFault, next }) => {
        const role = naive.members.find(({ id }) => id === who)?.role ?? 'network';
        return { next, who, role, event: event as { type: string; from?: string }, isFault };
      }),
    MARKS,
  );
  // Where nothing is ever received there is nothing new here.
  if (known === undefined || !stepsOf(known.paths).some((of) => 'delivery' in of)) return undefined;
  return {
    system: systemOf(plan),
    paths: known.paths,
    markOf: (state: Seen) => markOfText(writeOut(plan, state)),
    marks: known.states.map((world) => markOfText(writeOutWorld(world))),
  };
}

function markOfText(text: string): number {
  let sum = 0;
  for (const character of text) sum = (Math.imul(sum, 31) + character.charCodeAt(0)) >>> 0;
  return (Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d) >>> 8) % MARKS;
}
