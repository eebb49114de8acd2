/**
 * How many steps it still takes at least to one of the states that are looked for: each step changes one participant, and each
 * participant has its own way to go, by its own local steps.
 */

import type { ProcessTable } from '../local/processes.js';
import type { Search } from '../search/search.js';

/** What several states looked for have in common: the local states that each participant must come to, one of them. */
interface Goal {
  /** By participant and local state: the local steps that it takes at least. */
  readonly distances: readonly Float64Array[];
  /** A bit for each participant that cannot stay as it began. */
  readonly who: number;
}

/** Goals beyond which looking at each costs more than it saves: then they are taken for one, which any of their local states will do for. */
const GOALS_MAX = 31;

export class Nearness {
  readonly #goals: readonly Goal[];
  /** The participants, by number, and the local states that they have in the state looked at. */
  readonly #actors: readonly number[];
  readonly #locals: number[] = [];

  /**
   * @param targets the states looked for.
   * @param bits by process, its bit among those that act; 0 for what does not.
   */
  constructor(
    readonly search: Search,
    targets: Iterable<number>,
    bits: readonly number[],
  ) {
    const { layout, rows } = search;
    const all = [...bits.keys()].filter((process) => bits[process] !== 0);
    // Where messages are received at once, one step may bring several participants nearer.
    const isOneByOne = search.system.instant.length === 0 && search.tables.clock === undefined;
    this.#actors = isOneByOne ? all : [];
    const localsIn = (state: number): number[] => {
      const row = rows.read(state);
      return this.#actors.map((process) => layout.field(row, 0, process));
    };
    const different = new Map([...targets].map((target) => [localsIn(target).join(' '), localsIn(target)]));
    const wanted = [...different.values()];
    const groups = wanted.length > GOALS_MAX ? [wanted] : wanted.map((locals) => [locals]);
    const first = localsIn(0);
    this.#goals = groups.map((group) => {
      const distances = this.#actors.map((process, at) =>
        distancesTo(new Set(group.map((locals) => locals[at]!)), search.tables.processes[process]!),
      );
      const who = this.#actors.reduce(
        (mask, process, at) => (distances[at]![first[at]!] === 0 ? mask : mask | bits[process]!),
        0,
      );
      return { distances, who };
    });
  }

  /** A bit for each goal that may be reached from a packed state in no more steps. */
  goalsWithin(row: Int32Array, at: number, steps: number): number {
    const { layout } = this.search;
    const locals = this.#locals;
    for (let next = 0; next < this.#actors.length; next++)
      locals[next] = layout.field(row, at, this.#actors[next]!);
    let within = 0;
    for (let goal = 0; goal < this.#goals.length; goal++) {
      const { distances } = this.#goals[goal]!;
      let left = steps;
      for (let next = 0; next < distances.length && left >= 0; next++)
        left -= distances[next]![locals[next]!]!;
      if (left >= 0) within |= 1 << goal;
    }
    return within;
  }

  /** Whether one of the goals needs no more participants than so many, those who acted already among them. */
  isEnough(goals: number, who: number, most: number): boolean {
    for (let goal = 0; goal < this.#goals.length; goal++)
      if ((goals & (1 << goal)) !== 0 && bitsIn(who | this.#goals[goal]!.who) <= most) return true;
    return false;
  }
}

/** By local state: the steps to the nearest of those wanted, infinitely many where none leads there. */
function distancesTo(wanted: ReadonlySet<number>, { steps, states }: ProcessTable): Float64Array {
  const before = states.map((): number[] => []);
  for (const [state, , next] of steps.list()) if (next >= 0) before[next]!.push(state);
  const distances = new Float64Array(states.length).fill(Number.POSITIVE_INFINITY);
  const queue = [...wanted];
  for (const state of queue) distances[state] = 0;
  for (let at = 0; at < queue.length; at++)
    for (const state of before[queue[at]!]!) {
      if (distances[state] !== Number.POSITIVE_INFINITY) continue;
      distances[state] = distances[queue[at]!]! + 1;
      queue.push(state);
    }
  return distances;
}

/** How many bits are set. */
export function bitsIn(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
