/** A function of states that a property is made of, called once for each combination of the parts that it reads. */

import { ModelError } from '../data/model-error.js';
import { now } from '../host/clock.js';
import type { Tables } from '../local/tables.js';
import { answered } from '../participant/sandbox.js';
import type { Symmetry } from '../reduction/symmetry.js';
import type { Layout } from '../state/layout.js';
import { Memo } from '../state/memo.js';
import type { Parts } from '../state/parts.js';
import type { Allocate } from '../state/rows.js';
import { type Footprint, footprintMask, type View } from '../state/view.js';

/** A function of one state, or of the states before and after a step. */
export type Code = (...states: readonly unknown[]) => unknown;

/** So many answers are kept together with their states, to be asked for again. */
const KEPT = 500;

/** What questions have in common, whatever is answered and of how many states. */
export abstract class Question {
  /** Calls of the code, without those that only make sure of an answer. */
  evaluations = 0;
  /** What these calls took. */
  seconds = 0;
  /** By view, what the code was seen to depend on. */
  readonly footprints: readonly Footprint[];
  /** States that must be answered alike, where the system is explored up to renaming. */
  symmetry: Symmetry | undefined;
  abstract readonly bytes: number;
  protected layout!: Layout;
  readonly #called: () => unknown;
  readonly #kept: { readonly parts: readonly Parts[]; readonly answer: string }[] = [];

  constructor(
    readonly name: string,
    code: Code,
    readonly tables: Tables,
    readonly views: readonly View[],
  ) {
    this.footprints = views.map(() => ({ processes: new Set(), messageTypes: new Set() }));
    const states = views.map(({ state }) => state);
    this.#called = () => code(...states);
  }

  /** Takes note of another layout, or of messages that are new in this one. */
  setLayout(layout: Layout): void {
    const keep = this.layout === layout;
    this.layout = layout;
    this.setMasks(keep);
  }

  /** How much the code was seen to depend on. It only ever grows. */
  get width(): number {
    return this.footprints.reduce(
      (sum, { processes, messageTypes }) => sum + processes.size + messageTypes.size,
      0,
    );
  }

  /**
   * Asks again, the last question first. A moment at a time, so that whoever asks can pause.
   *
   * @throws ModelError where the answer is not what it was.
   */
  *askAgain(): Generator<void, void> {
    for (const { parts, answer } of this.#kept.toReversed()) {
      for (const [at, view] of this.views.entries()) view.loadParts(parts[at]!);
      makeSure(this.name, answer, () => this.told(this.#call()));
      yield;
    }
  }

  /** Keeps answers by other bits of a row from now on; `keep` says whether the layout is still the same. */
  protected abstract setMasks(keep: boolean): void;

  /** An answer as a text that is the same for the same answers only. */
  protected told(answer: unknown): string {
    return String(answer);
  }

  /** The answer for the states that the views show; behind it those for the same with other names, where names do not matter. */
  protected evaluate(): readonly unknown[] {
    this.evaluations++;
    for (const { read } of this.views) {
      read.processes.clear();
      read.messageTypes.clear();
    }
    const started = now();
    const answer = this.#call();
    this.seconds += (now() - started) / 1000;
    const told = this.told(answer);
    const parts = this.views.map((view) => view.parts());
    const answers = [answer, ...this.#renamed(parts)];
    let wider = false;
    for (const [at, { read }] of this.views.entries()) {
      // An answer stands for those with other names, too: it depends on all that these depend on.
      wider = include(this.footprints[at]!, this.symmetry?.alike(read) ?? read) || wider;
    }
    if (wider) this.setMasks(false);
    if (this.#kept.length < KEPT) this.#kept.push({ parts, answer: told });
    return answers;
  }

  #renamed(parts: readonly Parts[]): readonly unknown[] {
    const { symmetry, views } = this;
    if (symmetry === undefined) return [];
    const renamed = parts.map((each) => symmetry.renamed(each));
    return Array.from(renamed[0]!, (_, index) => {
      for (const [at, view] of views.entries()) view.loadParts(renamed[at]![index]!);
      return this.#call();
    });
  }

  #call(): unknown {
    return answered(`property '${this.name}'`, this.#called);
  }
}

/** A function of one state, the answers of which have numbers. */
export abstract class StateQuestion extends Question {
  readonly memo: Memo;

  constructor(
    name: string,
    code: Code,
    tables: Tables,
    readonly view: View,
    allocate: Allocate,
  ) {
    super(name, code, tables, [view]);
    this.memo = new Memo(allocate);
  }

  /** The number of the answer for the packed state at an offset. */
  number(row: Int32Array, at: number): number {
    const known = this.memo.get(row, at);
    if (known >= 0) return known;
    this.view.load(this.layout, row, at);
    const number = this.numberOf(this.evaluate());
    this.memo.set(row, at, number);
    return number;
  }

  protected abstract numberOf(answers: readonly unknown[]): number;

  get bytes(): number {
    return this.memo.bytes;
  }

  protected setMasks(keep: boolean): void {
    this.memo.setMask(footprintMask(this.footprints[0]!, this.layout, this.tables), keep);
  }
}

/** Whether something is so in a state. */
export class Predicate extends StateQuestion {
  ask(row: Int32Array, at: number): boolean {
    return this.number(row, at) === 1;
  }

  protected numberOf(answers: readonly unknown[]): number {
    return agreed(this.name, answers) ? 1 : 0;
  }
}

/** The answer of a predicate, the same with names exchanged. */
export function agreed(property: string, answers: readonly unknown[]): boolean {
  const [answer] = answers;
  if (typeof answer !== 'boolean')
    throw new ModelError(`property '${property}' answered ${String(answer)}; expected true or false`);
  if (answers.some((other) => other !== answer))
    throw new ModelError(
      `property '${property}' is not symmetric: it answers otherwise when names are exchanged that the system's 'symmetry' ` +
        'says are alike; explore without symmetry, or let the property treat them alike',
    );
  return answer;
}

/** @throws ModelError where a question is not answered as it was. */
export function makeSure(property: string, answer: string, ask: () => string): void {
  // Twice: what counts up to two would answer the same in the opposite order.
  for (const now of [ask(), ask()])
    if (now !== answer)
      throw new ModelError(
        `property '${property}' is not what it was: it answered ${answer} when it was asked first, and ${now} when it was ` +
          'asked again of the same state; expected a function of the state alone, which neither counts nor remembers',
      );
}

/** Adds what was read to a footprint. Returns whether it grew. */
function include(footprint: Footprint, { processes, messageTypes }: Footprint): boolean {
  const before = footprint.processes.size + footprint.messageTypes.size;
  for (const process of processes) footprint.processes.add(process);
  for (const type of messageTypes) footprint.messageTypes.add(type);
  return footprint.processes.size + footprint.messageTypes.size > before;
}
