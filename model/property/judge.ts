/** Decides properties as states are found: each predicate once for each combination of the parts it reads. */

import { ModelError } from '../data/model-error.js';
import type { Tables } from '../local/tables.js';
import { purely } from '../participant/sandbox.js';
import type { Symmetry } from '../reduction/symmetry.js';
import type { Inboxes } from '../state/inboxes.js';
import type { Layout } from '../state/layout.js';
import { Memo, type MemoImage } from '../state/memo.js';
import type { Parts } from '../state/parts.js';
import { type Footprint, footprintMask, View } from '../state/view.js';
import type { Property } from '../system/property.js';
import type { AnySystem } from '../system/system.js';

/** What a predicate takes: the state itself, or the states before and after a step. */
type Predicate = (...states: readonly unknown[]) => boolean;

/** Of how many answers the question is kept too, to be asked again. */
const KEPT = 500;

/** A predicate whose answers are kept. It is asked of packed states, or of pairs of them laid one behind the other. */
export class Question {
  /** Calls of the predicate. */
  evaluations = 0;
  readonly #asked: () => unknown;
  readonly #memo = new Memo();
  readonly #footprints: readonly Footprint[];
  /** What it was asked first, and what it answered. */
  readonly #kept: { readonly parts: readonly Parts[]; readonly answer: boolean }[] = [];
  #layout!: Layout;

  /** States that the predicate must answer alike, where the system is explored up to renaming. */
  symmetry: Symmetry | undefined;

  constructor(
    readonly name: string,
    readonly predicate: Predicate,
    readonly tables: Tables,
    readonly views: readonly View[],
  ) {
    this.#footprints = views.map(() => ({ processes: new Set(), messageTypes: new Set() }));
    const states = views.map(({ state }) => state);
    this.#asked = () => this.predicate(...states);
  }

  /** Takes note of another layout, or of messages that are new in this one. */
  setLayout(layout: Layout): void {
    const keep = this.#layout === layout;
    this.#layout = layout;
    this.#setMask(keep);
  }

  /** The answer for the state, or states, at an offset. */
  ask(row: Int32Array, at: number): boolean {
    const known = this.#memo.get(row, at);
    if (known >= 0) return known === 1;
    const answer = this.#evaluate(row, at);
    this.#memo.set(row, at, answer ? 1 : 0);
    return answer;
  }

  /** What the predicate was seen to depend on, as plain data. */
  get footprints(): readonly Footprint[] {
    return this.#footprints;
  }

  /** What is known, for another thread. */
  image(): MemoImage {
    return this.#memo.image();
  }

  /** Whether two states are the same in all that the predicate was seen to depend on. */
  same(a: Int32Array, atA: number, b: Int32Array, atB: number): boolean {
    return this.#memo.same(a, atA, b, atB);
  }

  get bytes(): number {
    return this.#memo.bytes;
  }

  #evaluate(row: Int32Array, at: number): boolean {
    this.evaluations++;
    const { views } = this;
    for (let index = 0; index < views.length; index++) {
      const view = views[index]!;
      view.load(this.#layout, row, at + index * this.#layout.words);
      view.read.processes.clear();
      view.read.messageTypes.clear();
    }
    const answer = this.#call();
    if (typeof answer !== 'boolean')
      throw new ModelError(`property '${this.name}' answered ${String(answer)}; expected true or false`);
    let wider = false;
    for (let index = 0; index < views.length; index++)
      wider = include(this.#footprints[index]!, views[index]!.read) || wider;
    if (wider) this.#setMask(false);
    if (this.#kept.length < KEPT) this.#kept.push({ parts: views.map((view) => view.parts()), answer });
    if (this.symmetry !== undefined) this.#verify(this.symmetry, answer);
    return answer;
  }

  /**
   * Asks again, the last question first. A moment at a time, so that whoever asks can pause.
   *
   * @throws ModelError where the predicate does not answer what it did.
   */
  *askAgain(): Generator<void, void> {
    for (const { parts, answer } of this.#kept.toReversed()) {
      for (const [at, view] of this.views.entries()) view.loadParts(parts[at]!);
      // Twice: what counts up to two would answer the same in the opposite order.
      for (const now of [this.#call(), this.#call()])
        if (now !== answer)
          throw new ModelError(
            `property '${this.name}' is not what it was: it answered ${answer} when it was asked first, and ${String(now)} when it was ` +
              'asked again of the same state; expected a function of the state alone, which neither counts nor remembers',
          );
      yield;
    }
  }

  /** Makes sure that the predicate answers the same when names are exchanged. */
  #verify(symmetry: Symmetry, answer: boolean): void {
    const renamed = this.views.map((view) => symmetry.exchanged(view.parts()));
    for (const index of renamed[0]!.keys()) {
      for (const [at, view] of this.views.entries()) view.loadParts(renamed[at]![index]!);
      if (this.#call() !== answer)
        throw new ModelError(
          `property '${this.name}' is not symmetric: it answers otherwise when names are exchanged that the system's 'symmetry' ` +
            'says are alike; explore without symmetry, or let the property treat them alike',
        );
    }
  }

  #call(): unknown {
    return answered(this.name, this.#asked);
  }

  #setMask(keep: boolean): void {
    const { words } = this.#layout;
    const mask = new Int32Array(words * this.views.length);
    for (const [index, footprint] of this.#footprints.entries())
      mask.set(footprintMask(footprint, this.#layout, this.tables), index * words);
    this.#memo.setMask(mask, keep);
  }
}

/** Runs code of a property, and says whose it was when it throws. */
function answered(property: string, code: () => unknown): unknown {
  try {
    return purely(code);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError(`property '${property}' threw: ${reason}`, { cause: error });
  }
}

/** Adds what was read to a footprint. Returns whether it grew. */
function include(footprint: Footprint, { processes, messageTypes }: Footprint): boolean {
  const before = footprint.processes.size + footprint.messageTypes.size;
  for (const process of processes) footprint.processes.add(process);
  for (const type of messageTypes) footprint.messageTypes.add(type);
  return footprint.processes.size + footprint.messageTypes.size > before;
}

/** Where a property was decided: at a state, or at a step out of one. */
export interface Finding {
  /** The number of the state; for a step property, of the state before the step. */
  readonly state: number;
  /** For a step property, the step: who took it, and its event. */
  readonly step?: { readonly process: number; readonly event: number };
  /** For a property of runs that never end, the run: the steps to it and those that it repeats. */
  readonly lasso?: Lasso;
}

/** A run that never ends: labelled edges of the explored graph to a loop, and round it. */
export interface Lasso {
  readonly prefix: readonly Edge[];
  /** Empty where the run stays in its last state for ever. */
  readonly loop: readonly Edge[];
}

/** A step between two numbered states. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly process: number;
  readonly event: number;
}

/** A property under examination. */
export class Case {
  /** What decided it before the end of the search: a counterexample, or a witness. */
  finding: Finding | undefined;
  /** Only of a property that needs the whole graph. */
  isDecidedOnGraph = false;
  readonly question: Question;
  /** The goal of a `leads-to`. */
  readonly goal: Question | undefined;
  /** Whether a `refines` may begin so. */
  readonly initial: Question | undefined;
  /** All that is asked for it. */
  readonly questions: readonly Question[];

  constructor(
    readonly property: Property<never>,
    tables: Tables,
    views: readonly [before: View, after: View],
  ) {
    const asked = (predicate: unknown, used: readonly View[]): Question =>
      new Question(property.name, predicate as Predicate, tables, used);
    const { kind } = property;
    const pairs = kind === 'step' || kind === 'refines';
    this.question = asked(property.predicate ?? (() => true), pairs ? views : [views[0]]);
    this.goal = kind === 'leads-to' ? asked(property.goal, [views[0]]) : undefined;
    this.initial = kind === 'refines' ? asked(beginning(property), [views[0]]) : undefined;
    this.questions = [this.question, this.goal, this.initial].filter((question) => question !== undefined);
  }
}

function beginning({ image, initial }: Extract<Property<never>, { kind: 'refines' }>) {
  return (state: never): boolean => initial(image(state) as never);
}

/** All the properties of a search. */
export class Judge {
  readonly cases: readonly Case[];
  readonly within: Question | undefined;
  /** Whether there were properties, and all are decided. */
  decided = false;
  /** The undecided ones, by what they look at. */
  #ofStates: readonly Case[];
  #ofSteps: readonly Case[];
  #ofDeadlocks: readonly Case[];
  /** All that is ever asked. */
  readonly #questions: readonly Question[];
  readonly #tables: Tables;
  readonly #view: View;
  #layout: Layout | undefined;
  #messagesKnown = 0;
  #pair = new Int32Array(0);

  constructor(
    system: AnySystem,
    tables: Tables,
    inboxes: Inboxes | undefined,
    properties: readonly Property<never>[],
  ) {
    const views = [new View(system, tables, inboxes), new View(system, tables, inboxes)] as const;
    this.#tables = tables;
    this.#view = views[0];
    this.cases = properties.map((property) => new Case(property, tables, views));
    this.#ofStates = this.cases.filter(({ property: { kind } }) => kind === 'always' || kind === 'sometimes');
    this.#ofSteps = this.cases.filter(({ property: { kind } }) => kind === 'step' || kind === 'refines');
    this.#ofDeadlocks = this.cases.filter(({ property: { kind } }) => kind === 'deadlock-free');
    this.within =
      system.within && new Question('within', system.within as unknown as Predicate, tables, [views[0]]);
    const asked = this.cases.flatMap(({ questions }) => questions);
    this.#questions = this.within === undefined ? asked : [...asked, this.within];
  }

  /** From now on, predicates must answer alike for states that are alike. */
  setSymmetry(symmetry: Symmetry): void {
    for (const asked of this.#questions) asked.symmetry = symmetry;
  }

  /** Must be called before questions are asked of states that may be packed by another layout or hold new messages. */
  setLayout(layout: Layout): void {
    if (layout === this.#layout && this.#messagesKnown === this.#tables.carried.length) return;
    this.#layout = layout;
    this.#messagesKnown = this.#tables.carried.length;
    this.#pair = new Int32Array(layout.words * 2);
    for (const asked of this.#questions) asked.setLayout(layout);
  }

  /** Whether there are undecided properties that look at every step. */
  get watchesSteps(): boolean {
    return this.#ofSteps.length > 0;
  }

  /** Whether there are undecided properties that look at states that no step leaves. */
  get watchesDeadlocks(): boolean {
    return this.#ofDeadlocks.length > 0;
  }

  get bytes(): number {
    return this.#questions.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Looks at the first state. */
  onInitial(row: Int32Array): void {
    this.onState(row, 0, 0, undefined, 0);
    for (const each of this.#ofSteps)
      if (each.initial !== undefined && !each.initial.ask(row, 0)) this.#decide(each, { state: 0 });
  }

  /** Looks at a state that was found just now, next to the state it was reached from, if any. */
  onState(row: Int32Array, at: number, state: number, from: Int32Array | undefined, fromAt: number): void {
    for (const each of this.#ofStates) {
      // Undecided so far, so the answer for the state before was no news; and it is the same here.
      if (from !== undefined && each.question.same(from, fromAt, row, at)) continue;
      if (each.question.ask(row, at) === (each.property.kind === 'sometimes')) this.#decide(each, { state });
    }
  }

  /** Looks at a step between two different states. */
  onStep(
    from: Int32Array,
    fromAt: number,
    row: Int32Array,
    at: number,
    state: number,
    process: number,
    event: number,
  ): void {
    const { words } = this.#layout!;
    const pair = this.#pair;
    for (let word = 0; word < words; word++) {
      pair[word] = from[fromAt + word]!;
      pair[words + word] = row[at + word]!;
    }
    for (const each of this.#ofSteps)
      if (!each.question.ask(pair, 0)) this.#decide(each, { state, step: { process, event } });
  }

  /** Looks at a state that no step leaves. */
  onDeadlock(row: Int32Array, at: number, state: number): void {
    for (const each of this.#ofDeadlocks) if (!each.question.ask(row, at)) this.#decide(each, { state });
  }

  /** Asks all predicates again, as far as is kept of what they were asked. */
  *askAgain(): Generator<void, void> {
    for (const asked of this.#questions) yield* asked.askAgain();
  }

  /** The image of a state under a refinement. */
  imageOf({ property }: Case, parts: Parts): unknown {
    if (property.kind !== 'refines') return undefined;
    const { state } = this.#view.loadParts(parts);
    return answered(property.name, () => property.image(state as never));
  }

  /** The undecided properties that look at every state, by their numbers among all cases. */
  get ofStates(): readonly number[] {
    return this.#ofStates.map((each) => this.cases.indexOf(each));
  }

  /** Looks again at a state of which another thread did not know the answer. */
  lookAgain(number: number, row: Int32Array, state: number): void {
    const each = this.cases[number]!;
    if (each.finding !== undefined) return;
    if (each.question.ask(row, 0) === (each.property.kind === 'sometimes')) this.#decide(each, { state });
  }

  #decide(decided: Case, finding: Finding): void {
    decided.finding = finding;
    const open = ({ finding }: Case): boolean => finding === undefined;
    this.#ofStates = this.#ofStates.filter(open);
    this.#ofSteps = this.#ofSteps.filter(open);
    this.#ofDeadlocks = this.#ofDeadlocks.filter(open);
    this.decided = !this.cases.some(open);
  }
}
