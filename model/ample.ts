/**
 * Ample sets: where the steps of some participants neither depend on what the others do nor show in any claim, only theirs are
 * taken, and all the orders in which the others could have come first are left out.
 *
 * After Peled, "All from one, one for all: on model checking using representatives" (CAV 1993), in the terms of Clarke, Grumberg
 * and Peled, *Model Checking*, chapter 10. A state's ample set is here all that some participants can do. It is
 *
 * - C0: not empty: one of its steps, which is no fault, leads to another state;
 * - C1: left alone: whatever the others do before one of these participants moves, it neither lets them take a further step nor
 *   depends on theirs (`ample/dependence.ts`), by all that the others could ever do from where they are (`ample/closed.ts`);
 * - C2: invisible: its steps change nothing that an undecided claim, or the system's `within`, looks at;
 * - C3: going on: one of its steps leads to a state that is expanded later than this one. So nobody is put off for ever. For
 *   breadth first search: Bošnački, Leue and Lluch Lafuente, "Partial-order reduction for general state exploring algorithms"
 *   (SPIN 2006).
 *
 * Where no participants fulfil these, everything is expanded. Then for every run of the system there is one among those explored in
 * which the claims see the same, step for step but for steps in which they see nothing change, and which ends in a deadlock if that
 * does. A claim about steps that could object to one in which it sees nothing change has to see them all. Verdicts about
 * runs without end would need more (fairness counts steps that nobody sees), so these are refused.
 *
 * What a claim looks at is only known when it has looked. So it is noted what the steps changed for which others were left out; and
 * where an undecided claim turns out to look at that after all, the search has to begin anew, knowing more.
 */
import { type Behaviours, LOCAL_STEPS_MAX } from './ample/closed.js';
import { Dependence, type Effects } from './ample/dependence.js';
import { Situation } from './ample/situation.js';
import { ModelError } from './local/tables.js';
import type { Case } from './property/judge.js';
import type { Search } from './search/search.js';
import { TOO_NARROW } from './search/successors.js';
import type { Property } from './system/property.js';

/** What an exploration with ample sets tells of them. */
export interface Reduction {
  /** States of which not all steps were taken. */
  readonly partial: number;
  /** Why nothing could be left out, where that was clear before. */
  readonly reason?: string;
}

/** Local states and history variables by process, messages under way by type. */
interface Parts {
  readonly processes: Set<number>;
  readonly types: Set<string>;
}

export class Ample {
  /** States of which not all steps were taken. */
  partial = 0;
  /** What was changed by steps for which others were left out. */
  readonly #changed: Parts = { processes: new Set(), types: new Set() };
  /** What is looked at, as far as it is known. */
  readonly #visible: Parts = { processes: new Set(), types: new Set() };
  readonly #situation: Situation;
  protected readonly dependence: Dependence;
  #pair = new Int32Array(0);

  /** @param seesAll the numbers of claims to which every step counts. */
  constructor(
    readonly search: Search,
    readonly behaviours: Behaviours,
    readonly seesAll: Set<number> = new Set(),
  ) {
    this.#situation = new Situation(search, behaviours);
    this.dependence = new Dependence(this.#situation);
  }

  /** As {@link Search.successors}' own, but only as many as have to be. */
  expand(rows: Int32Array, at: number, state: number): number {
    const { successors } = this.search;
    const { batch } = successors;
    const before = batch.count;
    this.askOfNothing(rows, at);
    for (const members of this.candidates(rows, at)) {
      successors.only = Uint8Array.from(this.search.tables.processes, ({ number }) => +members.has(number));
      const steps = successors.expand(rows, at, state);
      successors.only = undefined;
      if (steps === TOO_NARROW) return steps;
      if (this.isGoing(before, state)) {
        this.#note(members);
        return steps;
      }
      batch.count = before;
    }
    return successors.expand(rows, at, state);
  }

  /** Whether something was left out that an undecided claim turned out to look at. */
  get isStale(): boolean {
    if (this.partial === 0) return false;
    this.#lookAgain();
    return this.isBlind || this.#isVisible(this.#changed);
  }

  /** The same search anew, with what this one found that claims look at. */
  anew(search: Search): Search {
    const { judge } = this.search;
    search.judge.restore(judge.image().map((known) => ({ ...known, finding: undefined })));
    if (judge.within !== undefined) search.judge.within!.widen(judge.within.footprints);
    // Answers that were kept by less than what counts now are forgotten with the layout.
    search.widen();
    search.ample = new Ample(search, this.behaviours, this.seesAll);
    return search;
  }

  /** Whether all steps count to an undecided claim. */
  protected get isBlind(): boolean {
    return this.#open.some((each) => this.seesAll.has(this.#numberOf(each)));
  }

  /** C1 and C2: participants who may go first, and what that changes; those with the fewest steps first. */
  protected candidates(rows: Int32Array, at: number): readonly ReadonlyMap<number, Effects>[] {
    const situation = this.#situation;
    if (this.isBlind) return [];
    situation.load(rows, at);
    if (!situation.isSettled) return [];
    this.#lookAgain();
    const found = new Map<string, ReadonlyMap<number, Effects>>();
    const stepsOf = (members: Iterable<number>): number =>
      [...members].reduce((sum, member) => sum + situation.stepsOf(member).length, 0);
    const all = stepsOf(situation.participants) + situation.losses;
    for (const first of situation.participants) {
      if (situation.stepsOf(first).length === 0) continue;
      const members = this.together(first);
      if (members === undefined || stepsOf(members.keys()) === all) continue;
      found.set([...members.keys()].sort().join(), members);
    }
    return [...found.values()].sort((a, b) => stepsOf(a.keys()) - stepsOf(b.keys()));
  }

  /** C1: who has to move with a participant; undefined where that is everybody, or against C2. */
  protected together(first: number): ReadonlyMap<number, Effects> | undefined {
    return this.dependence.together(first, (effects) => !effects.fails && this.isInvisible(effects));
  }

  /** C2. */
  protected isInvisible(effects: Effects): boolean {
    return !this.#isVisible(effects);
  }

  /** C0 and C3: whether the batch from a place on has a step that is no fault, and one to a state that is expanded later. */
  protected isGoing(from: number, state: number): boolean {
    const { successors, rows } = this.search;
    const { batch, faults } = successors;
    if (batch.count <= from + faults) return false;
    for (let next = from; next < batch.count; next++) {
      const found = this.search.numberOf(batch.rows, next * rows.words, batch.hashes[next]!);
      if (found < 0 || found > state) return true;
    }
    return false;
  }

  /**
   * Whether a claim about steps, or a refinement, would object to a step in which it sees nothing change; then all steps count to it.
   */
  protected askOfNothing(rows: Int32Array, at: number): void {
    const { judge, layout } = this.search;
    const { words } = layout;
    if (!judge.watchesSteps) return;
    judge.setLayout(layout);
    if (this.#pair.length !== words * 2) this.#pair = new Int32Array(words * 2);
    for (let word = 0; word < words; word++) this.#pair[word] = this.#pair[words + word] = rows[at + word]!;
    for (const each of this.#open)
      if (each.property.kind === 'step' && !this.#isContent(each)) this.seesAll.add(this.#numberOf(each));
  }

  #isContent({ question }: Case): boolean {
    try {
      return question.ask(this.#pair, 0);
    } catch (error) {
      // It may well be that this never happens, and it is no error then.
      if (error instanceof ModelError) return false;
      throw error;
    }
  }

  #note(members: ReadonlyMap<number, Effects>): void {
    this.partial++;
    for (const { processes, types } of members.values()) {
      for (const process of processes) this.#changed.processes.add(process);
      for (const type of types) this.#changed.types.add(type);
    }
  }

  get #open(): readonly Case[] {
    return this.search.judge.cases.filter(({ finding }) => finding === undefined);
  }

  #numberOf(each: Case): number {
    return this.search.judge.cases.indexOf(each);
  }

  /** Whether one of some parts is looked at. */
  #isVisible({ processes, types }: Pick<Effects, 'processes' | 'types'>): boolean {
    for (const process of processes) if (this.#visible.processes.has(process)) return true;
    for (const type of types) if (this.#visible.types.has(type)) return true;
    return false;
  }

  /**
   * Takes note of what undecided claims and the system's bounds were seen to look at. Claims about deadlocks may look at what they like:
   * the states themselves are reached.
   */
  #lookAgain(): void {
    const { within } = this.search.judge;
    const { processes, types } = this.#visible;
    processes.clear();
    types.clear();
    const looking = this.#open.filter(({ property: { kind } }) => kind !== 'deadlock-free');
    for (const question of [...looking.map((each) => each.question), ...(within ? [within] : [])])
      for (const footprint of question.footprints) {
        for (const process of footprint.processes) processes.add(process);
        for (const type of footprint.messageTypes) types.add(type);
      }
  }
}

/** What is told of the ample sets of a search that was to have them. */
export function reductionOf({ ample }: Search): Reduction {
  if (ample !== undefined) return { partial: ample.partial };
  return {
    partial: 0,
    reason:
      `nothing was left out: the participants have more than ${LOCAL_STEPS_MAX} local steps, whatever the others do (or time ran ` +
      'out before they were all taken); ample sets need them all beforehand',
  };
}

/** @throws ModelError where ample sets are asked for with what they are not shown to be sound for. */
export function refuseWithAmple(
  { system, canonical, fingerprints }: Search,
  properties: readonly Property<never>[],
  isKept: boolean,
): void {
  const refuse = (what: string, why: string, instead: string): never => {
    throw new ModelError(`system ${system.name}: ample sets do not go with ${what}: ${why}; ${instead}`);
  };
  for (const { kind, name } of properties)
    if (kind === 'leads-to' || kind === 'always-possible')
      refuse(
        `property '${name}'`,
        'what is left out is not seen by claims about single states and steps, but may be all that a run without end consists of',
        'explore without ample sets',
      );
  if (canonical !== undefined)
    refuse(
      'symmetry, dead messages and numbers renamed by rank',
      'a step of one participant then renames what others hold, so that no two are independent',
      'choose one of them',
    );
  if (fingerprints !== undefined)
    refuse(
      'a compact search',
      'which states are still to be expanded is looked up among whole states',
      'explore without one of the two',
    );
  if (isKept)
    refuse(
      'checkpoints',
      'what was left out, and why, is not kept in them',
      'explore without one of the two',
    );
}
