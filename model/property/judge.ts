/** Decides properties as states and steps are found. */

import type { Tables } from '../local/tables.js';
import type { Symmetry } from '../reduction/symmetry.js';
import type { Batch } from '../state/batch.js';
import type { Inboxes } from '../state/inboxes.js';
import type { Layout } from '../state/layout.js';
import { type Allocate, CHUNK_BITS, CHUNK_MASK, type Rows } from '../state/rows.js';
import { View } from '../state/view.js';
import type { Property } from '../system/property.js';
import type { AnySystem } from '../system/system.js';
import { type Asked, Case } from './case.js';
import type { Finding } from './finding.js';
import { type Code, Predicate } from './question.js';
import { Refinement } from './refinement.js';

export class Judge {
  readonly cases: readonly Case[];
  readonly within: Predicate | undefined;
  /** Whether there were properties, and all are decided. */
  decided = false;
  /** The undecided ones, by what they look at. */
  ofStates: readonly Case[];
  ofSteps: readonly Case[];
  #ofDeadlocks: readonly Case[];
  /** All that is ever asked. */
  readonly #asked: readonly Asked[];
  #layout: Layout | undefined;
  #bitsLeft = 0;

  constructor(
    system: AnySystem,
    tables: Tables,
    inboxes: Inboxes | undefined,
    properties: readonly Property<never>[],
    allocate: Allocate,
  ) {
    const views = [new View(system, tables, inboxes), new View(system, tables, inboxes)] as const;
    this.cases = properties.map((property) => new Case(property, tables, views, allocate));
    this.ofStates = this.cases.filter(({ property: { kind } }) => kind === 'always' || kind === 'sometimes');
    this.ofSteps = this.cases.filter(({ steps }) => steps !== undefined);
    this.#ofDeadlocks = this.cases.filter(({ property: { kind } }) => kind === 'deadlock-free');
    this.within = system.within && new Predicate('within', system.within as Code, tables, views[0], allocate);
    const ofCases = this.cases.flatMap(({ asked }) => asked);
    this.#asked = this.within === undefined ? ofCases : [...ofCases, this.within];
  }

  /** From now on, predicates must answer alike for states that are alike. */
  setSymmetry(symmetry: Symmetry): void {
    for (const asked of this.#asked) asked.symmetry = symmetry;
  }

  /** Must be called before questions are asked of states that may be packed by another layout, or in which more messages have a bit. */
  setLayout(layout: Layout): void {
    if (layout === this.#layout && this.#bitsLeft === layout.spare) return;
    this.#layout = layout;
    this.#bitsLeft = layout.spare;
    for (const asked of this.#asked) asked.setLayout(layout);
  }

  /** Whether there are undecided properties that look at states that no step leaves. */
  get watchesDeadlocks(): boolean {
    return this.#ofDeadlocks.length > 0;
  }

  get bytes(): number {
    return this.#asked.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  onInitial(row: Int32Array): void {
    this.onState(row, 0, 0, undefined, 0);
    for (const each of this.ofSteps)
      if (each.steps instanceof Refinement && !each.steps.mayBegin(row, 0)) this.#decide(each, { state: 0 });
  }

  /** Looks at a state that was found just now, next to the state it was reached from, if any. */
  onState(row: Int32Array, at: number, state: number, from: Int32Array | undefined, fromAt: number): void {
    for (const each of this.ofStates) {
      // Undecided so far, so the answer for the state before was no news; and it is the same here.
      if (from !== undefined && each.question!.memo.same(from, fromAt, row, at)) continue;
      if (each.isDecidedAt(row, at)) this.#decide(each, { state });
    }
  }

  /** Looks at steps between different states. */
  onSteps({ reached, words, count, parents, processes, events }: Batch, { chunks }: Rows): void {
    if (this.ofSteps.length === 0) return;
    for (let next = 0; next < count; next++) {
      const state = parents[next]!;
      const from = chunks[state >>> CHUNK_BITS]!;
      const fromAt = (state & CHUNK_MASK) * words;
      for (const each of this.ofSteps)
        if (!each.steps!.ask(state, from, fromAt, reached, next * words))
          this.#decide(each, { state, step: { process: processes[next]!, event: events[next]! } });
    }
  }

  /** Looks at a state that no step leaves. */
  onDeadlock(row: Int32Array, at: number, state: number): void {
    for (const each of this.#ofDeadlocks) if (each.isDecidedAt(row, at)) this.#decide(each, { state });
  }

  /** Asks all predicates again, as far as is kept of what they were asked. */
  *askAgain(): Generator<void, void> {
    for (const asked of this.#asked) yield* asked.askAgain();
  }

  /** Looks again at a state of which another thread did not know the answer. */
  lookAgain(each: Case, row: Int32Array, state: number): void {
    if (each.finding === undefined && each.isDecidedAt(row, 0)) this.#decide(each, { state });
  }

  /** The same for a step. */
  lookAgainAtStep(each: Case, from: Int32Array, to: Int32Array, finding: Finding): void {
    if (each.finding === undefined && !each.steps!.ask(finding.state, from, 0, to, 0))
      this.#decide(each, finding);
  }

  #decide(decided: Case, finding: Finding): void {
    decided.finding = finding;
    const open = ({ finding }: Case): boolean => finding === undefined;
    this.ofStates = this.ofStates.filter(open);
    this.ofSteps = this.ofSteps.filter(open);
    this.#ofDeadlocks = this.#ofDeadlocks.filter(open);
    this.decided = !this.cases.some(open);
  }
}
