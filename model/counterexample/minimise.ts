/**
 * Of all shortest traces to where a property is decided, the one with the fewest participants, of these the one with the fewest
 * messages, and of these the first: by participants in the order of the system, inputs before messages. So the trace told
 * does not depend on the order in which the search came upon states.
 *
 * The search knows each state's level. A shortest trace goes down one level with each step, so only such steps are looked
 * at; and of these only those after which there are still steps enough left to come to where the property is decided, and
 * participants enough: as few as possible are let act, one more at a time.
 */

import type { Label } from '../data/label.js';
import { canonicalKey } from '../data/values.js';
import type { Case } from '../property/case.js';
import type { Search } from '../search/search.js';
import { TOO_NARROW } from '../search/successors.js';
import { CHUNK_BITS, CHUNK_MASK } from '../state/rows.js';
import type { Partition } from '../system/faults.js';
import { bitsIn, Nearness } from './nearness.js';
import { stepsOf, type Way, Ways } from './ways.js';

/** States expanded for one property, beyond which the trace that the search found has to do. */
const EXPANSIONS_MAX = 300_000;
/** Expansions between two pauses. */
const PAUSE_EVERY = 500;

/**
 * The steps of the least of the shortest traces to where a property was decided. Pauses now and then.
 *
 * @returns undefined where it is not known: for runs that never end, for what only the whole graph can tell, where states or steps
 *   were left out because others stand for them, for states that are not kept, for more than 31 that act, and where it would take too
 *   long.
 */
export function* leastPath(
  search: Search,
  decided: Case,
  expansionsMax = EXPANSIONS_MAX,
): Generator<void, readonly Label[] | undefined> {
  const { kind } = decided.property;
  const actors = search.tables.processes.filter(({ acts }) => acts).length;
  if (kind === 'leads-to' || kind === 'always-possible') return undefined;
  if (search.canonical !== undefined || actors > 31) return undefined;
  const { state, step } = decided.finding!;
  if (state === 0 && step === undefined) return [];
  const descent = new Descent(search, decided, levelsTo(search, state), expansionsMax);
  if (!descent.isWhole) return undefined;
  yield* descent.lookForEnds();
  for (let most = 1; most <= actors && !descent.isTooLong; most++) {
    const least = yield* descent.with(most);
    if (least !== undefined) return stepsOf(least);
  }
  return undefined;
}

/** The numbers with which levels begin: the first, and on to the one after that of a state. */
function levelsTo({ rows }: Search, state: number): readonly number[] {
  const starts = [0];
  for (let from = 0; from <= state; from = starts.at(-1)!) {
    // Before the next level every state's parent lies above this one.
    let [low, high] = [from + 1, rows.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (rows.parent(middle) < from) low = middle + 1;
      else high = middle;
    }
    starts.push(low);
  }
  return starts;
}

/** A step out of a state, and the packed state that it leads to. */
interface Onward {
  readonly step: Label;
  readonly row: Int32Array;
  readonly at: number;
  readonly hash: number;
}

class Descent {
  isTooLong = false;
  #left: number;
  /** By process: its bit among those that act, 0 if it does not. */
  readonly #bits: readonly number[];
  /** By message: what it is ordered by. */
  readonly #texts: string[] = [];
  /** By state of the last level, as far as it is known: what decides the property there. */
  readonly #ends = new Map<number, readonly Label[] | undefined>();
  #nearness: Nearness | undefined;

  constructor(
    readonly search: Search,
    readonly decided: Case,
    /** Where each level begins, and after them where that of the decision ends. */
    readonly levels: readonly number[],
    expansionsMax: number,
  ) {
    this.#left = expansionsMax;
    let next = 0;
    this.#bits = search.tables.processes.map(({ acts }) => (acts ? 1 << next++ : 0));
  }

  /** Whether the search expanded all that is to be expanded here. */
  get isWhole(): boolean {
    const { rows, frontier } = this.search;
    return this.levels.at(this.#isOfStates ? -2 : -1)! <= rows.count - frontier;
  }

  /** Finds out where the property is decided, unless that would take half of the time there is. */
  *lookForEnds(): Generator<void, void> {
    const [from, to] = [this.levels.at(-2)!, this.levels.at(-1)!];
    if (!this.#isOfStates && to - from > this.#left / 2) return;
    const ends: number[] = [];
    for (let state = from; state < to; state++) {
      if (!this.#isOfStates && this.#spend()) yield;
      if (this.#endAt(state) !== undefined) ends.push(state);
    }
    this.#nearness = new Nearness(this.search, ends, this.#bits);
  }

  /** The least way on which at most so many act, if there is one. */
  *with(most: number): Generator<void, Way | undefined> {
    const ways = new Ways((one, other) => this.#order(one, other));
    const last = this.levels.length - 2;
    for (let depth = 0; depth <= last; depth++) {
      for (const [state, here] of ways.level) {
        if (this.#spend()) yield;
        if (this.isTooLong) return undefined;
        if (depth < last) this.#goOn(state, here, depth, most, ways);
        else this.#end(state, here, most, ways);
      }
      ways.nextLevel();
    }
    return ways.least;
  }

  /** Goes on from a state to those of the next level from which the property may be decided in time. */
  #goOn(state: number, here: readonly Way[], depth: number, most: number, ways: Ways): void {
    const { levels, search } = this;
    const left = levels.length - 3 - depth;
    for (const { step, row, at, hash } of this.#stepsFrom(state)) {
      const goals = this.#nearness?.goalsWithin(row, at, left);
      if (goals === 0) continue;
      const next = search.numberOf(row, at, hash);
      if (next < levels[depth + 1]! || next >= levels[depth + 2]!) continue;
      for (const way of this.#longer(state, here, step))
        if (goals === undefined ? bitsIn(way.who) <= most : this.#nearness!.isEnough(goals, way.who, most))
          ways.add(next, way);
    }
  }

  #end(state: number, here: readonly Way[], most: number, ways: Ways): void {
    const end = this.#endAt(state);
    if (end?.length === 0) for (const way of here) ways.end(way);
    for (const step of end ?? [])
      for (const way of this.#longer(state, here, step)) if (bitsIn(way.who) <= most) ways.end(way);
  }

  /** Takes account of one expansion. Returns whether it is time for a pause. */
  #spend(): boolean {
    this.isTooLong = --this.#left < 0;
    return this.#left % PAUSE_EVERY === 0;
  }

  /** A property is judged at states when they are reached, or else when they are left. */
  get #isOfStates(): boolean {
    return this.decided.property.kind === 'always' || this.decided.property.kind === 'sometimes';
  }

  /** The steps that decide the property in a state, none where the state itself does; undefined where neither does. */
  #endAt(state: number): readonly Label[] | undefined {
    if (!this.#ends.has(state)) this.#ends.set(state, this.#findEnd(state));
    return this.#ends.get(state);
  }

  #findEnd(state: number): readonly Label[] | undefined {
    if (this.#isOfStates) return this.#isDecided(state) ? [] : undefined;
    const steps = [...this.#stepsFrom(state)];
    if (this.decided.property.kind === 'deadlock-free') {
      const isDead = this.#isWithin(state) && steps.length === this.search.successors.faults;
      return isDead && this.#isDecided(state) ? [] : undefined;
    }
    const deciding = steps.filter((onward) => this.#isDecided(state, onward));
    return deciding.length === 0 ? undefined : deciding.map(({ step }) => step);
  }

  /** Whether the property is decided in a state, or by a step out of it. */
  #isDecided(state: number, onward?: Onward): boolean {
    const { rows, layout, judge } = this.search;
    judge.setLayout(layout);
    const row = rows.read(state);
    if (onward === undefined) return this.decided.isDecidedAt(row, 0);
    return !this.decided.steps!.ask(state, row, 0, onward.row, onward.at);
  }

  #isWithin(state: number): boolean {
    const { judge, layout, rows } = this.search;
    judge.setLayout(layout);
    return judge.within?.ask(rows.read(state), 0) ?? true;
  }

  /** The steps out of a state, until others are asked for; none where the system's bounds do not let it go on. */
  *#stepsFrom(state: number): Iterable<Onward> {
    const { search } = this;
    const { successors } = search;
    if (!this.#isWithin(state)) return;
    while (this.#expand(state) === TOO_NARROW) search.widen();
    const { batch } = successors;
    const { count, rows: row, hashes, processes, events } = batch;
    batch.count = 0;
    for (let next = 0; next < count; next++) {
      const step = { process: processes[next]!, event: events[next]! };
      yield { step, row, at: next * search.rows.words, hash: hashes[next]! };
    }
  }

  #expand(state: number): number {
    const { successors, rows } = this.search;
    successors.batch.count = 0;
    return successors.expand(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * rows.words, state);
  }

  /** The ways to a state, with one more step. */
  #longer(state: number, ways: readonly Way[], step: Label): readonly Way[] {
    const { rows, layout } = this.search;
    const row = rows.chunks[state >>> CHUNK_BITS]!;
    const at = (state & CHUNK_MASK) * rows.words;
    const changed = new Map<number, number>();
    const local = (process: number): number => changed.get(process) ?? layout.field(row, at, process);
    const { who, sent } = this.#told(step, local, changed);
    return ways.map((before) => ({
      before,
      step,
      who: before.who | who,
      sent: before.sent + sent,
      rank: 0,
    }));
  }

  /** Who acts in a step, and how many messages are sent in it. What changes by it is noted. */
  #told(
    { process, event }: Label,
    local: (process: number) => number,
    changed: Map<number, number>,
  ): { readonly who: number; readonly sent: number } {
    const { tables } = this.search;
    const { steps } = tables.processes[process]!;
    const entry = steps.find(local(process), event);
    let who = this.#bits[process]!;
    // The network loses messages by no step of a table.
    if (entry < 0) return { who, sent: 0 };
    const { sent: messages, instants } = tables.emissions[steps.entries[entry + 3]!]!;
    let sent = messages.length;
    changed.set(process, steps.entries[entry + 2]!);
    for (const instant of instants) {
      const { number, id, acts, steps } = tables.processes[instant.process]!;
      if (!acts || this.#isCutOff(local, tables.envelopes[instant.message]!.from, id)) continue;
      const received = steps.find(local(number), instant.message);
      if (received < 0 || steps.entries[received + 2]! < 0) continue;
      const within = this.#told({ process: number, event: instant.message }, local, changed);
      who |= within.who;
      sent += within.sent;
    }
    return { who, sent };
  }

  #isCutOff(local: (process: number) => number, from: string, to: string): boolean {
    const { tables } = this.search;
    if (tables.network === undefined) return false;
    const { split } = tables.processes[tables.network]!.states[local(tables.network)] as Partition;
    return split && tables.isCutOff(from, to);
  }

  /** Participants in the order of the system; inputs as they are listed, then messages by what they say. */
  #order(one: Label, other: Label): number {
    if (one.process !== other.process) return one.process - other.process;
    if (one.event < 0 && other.event < 0) return other.event - one.event;
    if (one.event < 0 || other.event < 0) return one.event - other.event;
    const [a, b] = [this.#text(one.event), this.#text(other.event)];
    return a === b ? 0 : a < b ? -1 : 1;
  }

  #text(message: number): string {
    const { event, to } = this.search.tables.envelopes[message]!;
    this.#texts[message] ??= canonicalKey([event, to]);
    return this.#texts[message];
  }
}
