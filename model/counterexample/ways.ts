/** Ways to the states of one level after another, as far as one of them could be the beginning of the least. */

import type { Label } from '../data/label.js';
import { bitsIn } from './nearness.js';

/** A way to a state, from the initial one. */
export interface Way {
  /** The way without its last step; absent where there is none. */
  readonly before?: Way;
  readonly step: Label;
  /** A bit for each who took a step, at once or not. */
  readonly who: number;
  /** Messages sent. */
  readonly sent: number;
  /** Its place among the ways of its level, by which of their steps comes first; known when the level is complete. */
  rank: number;
}

const NOWHERE: Way = { step: { process: -1, event: 0 }, who: 0, sent: 0, rank: 0 };

export class Ways {
  /** The states of this level, and the ways to each. */
  level: ReadonlyMap<number, readonly Way[]> = new Map([[0, [NOWHERE]]]);
  /** The least of those that came to an end. */
  least: Way | undefined;
  #next = new Map<number, Way[]>();

  constructor(
    /** Which of two steps comes first: negative where the one does, positive where the other does. */
    readonly order: (one: Label, other: Label) => number,
  ) {}

  /** A way with one more step, to a state of the next level. */
  add(state: number, way: Way): void {
    const others = this.#next.get(state) ?? [];
    if (others.some((other) => this.#isNoWorse(other, way))) return;
    this.#next.set(state, [...others.filter((other) => !this.#isNoWorse(way, other)), way]);
  }

  /** A way that leads to where it should. */
  end(way: Way): void {
    if (this.least === undefined || this.#compare(way, this.least) < 0) this.least = way;
  }

  nextLevel(): void {
    const all = [...this.#next.values()].flat().sort((a, b) => this.#compareSteps(a, b));
    for (const [rank, way] of all.entries()) way.rank = rank;
    this.level = this.#next;
    this.#next = new Map();
  }

  /** Whether the least with the one as its beginning is no worse than with the other, however they go on. */
  #isNoWorse(one: Way, other: Way): boolean {
    return (one.who & ~other.who) === 0 && one.sent <= other.sent && this.#compareSteps(one, other) <= 0;
  }

  #compare(a: Way, b: Way): number {
    return bitsIn(a.who) - bitsIn(b.who) || a.sent - b.sent || this.#compareSteps(a, b);
  }

  /** Of two ways of one level. */
  #compareSteps(a: Way, b: Way): number {
    return (a.before?.rank ?? 0) - (b.before?.rank ?? 0) || this.order(a.step, b.step);
  }
}

/** The steps of a way, the first one first. */
export function stepsOf(way: Way): readonly Label[] {
  const steps: Label[] = [];
  for (let at = way; at.before !== undefined; at = at.before) steps.push(at.step);
  return steps.reverse();
}
