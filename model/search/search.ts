/** Breadth-first search over packed states, in slices of time, so that its host stays responsive. */
import { now } from '../host/clock.js';
import { isHeapFull } from '../host/heap.js';
import { Tables } from '../local/tables.js';
import { Judge } from '../property/judge.js';
import type { Predicate } from '../property/question.js';
import { type Reduction, reductionOf } from '../reduction/dead-messages.js';
import type { Canonical } from '../reduction/representative.js';
import { Symmetry } from '../reduction/symmetry.js';
import { Inboxes } from '../state/inboxes.js';
import type { Layout } from '../state/layout.js';
import { CanonicalOrder } from '../state/order.js';
import type { Parts } from '../state/parts.js';
import { Recent } from '../state/recent.js';
import { Repacking } from '../state/repacking.js';
import { type Allocate, CHUNK_BITS, CHUNK_MASK, isAllocated, ownMemory, Rows } from '../state/rows.js';
import { View } from '../state/view.js';
import { Visited } from '../state/visited.js';
import { NETWORKS } from '../system/network.js';
import type { Property } from '../system/property.js';
import type { AnySystem } from '../system/system.js';
import type { Batch } from './batch.js';
import { layoutFor, repacked, roomier } from './packing.js';
import type { Span, StateGraph } from './state-graph.js';
import { Successors, TOO_NARROW } from './successors.js';

/** Successors that are looked up together. */
const BATCH = 512;
/** Expansions after which the clock and the memory are looked at, if no batch was full before. */
const LOOK_EVERY = 64;
/** Bytes that the tables grow by between two looks at the heap. */
const HEAP_EVERY = 2 ** 20;
/** With steps that change nothing. */
const EVERY_STEP = { stutters: true, representatives: true };

/** Why a search ended before every state was visited. */
export type Stop = 'states' | 'memory' | 'decided';

export interface Budget {
  readonly maxStates: number;
  /** Bytes. */
  readonly maxMemory: number;
}

export class Search implements StateGraph {
  readonly tables: Tables;
  readonly successors: Successors;
  readonly judge: Judge;
  readonly inboxes: Inboxes | undefined;
  readonly symmetry: Symmetry | undefined;
  readonly canonical: Canonical | undefined;
  /** What the system says of dead messages and ranked numbers. */
  readonly reduction: Reduction | undefined;
  /** The packed states. */
  rows: Rows;
  /** The first of them, which is always there. */
  initial: Int32Array;
  layout: Layout;
  transitions = 0;
  /** Steps among them that changed nothing. */
  selfLoops = 0;
  beyondBounds = 0;
  complete = false;
  stopped: Stop | undefined;
  /** Bytes that other threads keep for it. */
  bytesElsewhere = 0;

  readonly visited: Visited;
  /** Compares states, and steps, whatever the order in which they were found. */
  readonly order: CanonicalOrder;
  /** The level being expanded, that of the initial state being 1; its next state to expand, and the first of the next level. */
  #level = 1;
  #next = 0;
  #levelStart = 0;
  #levelEnd = 1;
  /** The first state of each level, and of the one after the last that was begun. */
  readonly #levelStarts = [0, 1];
  #sinceLook = 0;
  /** Bytes of the tables at which the heap is looked at. */
  #heapDue = HEAP_EVERY;
  #recent: Recent | undefined;
  #unknown = new Int32Array(0);

  constructor(
    readonly system: AnySystem,
    properties: readonly Property<never>[],
    readonly budget: Budget,
    symmetric = false,
    readonly allocate: Allocate = ownMemory,
  ) {
    this.visited = new Visited(allocate);
    this.tables = new Tables(system);
    const initial = this.tables.initial();
    const { processes, envelopes } = this.tables;
    const { stores } = NETWORKS[system.network];
    this.inboxes = stores === 'set' ? undefined : new Inboxes(processes.length, stores, envelopes);
    this.judge = new Judge(system, this.tables, this.inboxes, properties, allocate);
    if (symmetric) {
      this.symmetry = new Symmetry(this.tables, system);
      this.judge.setSymmetry(this.symmetry);
    }
    this.reduction = this.symmetry === undefined ? reductionOf(system, this.tables) : undefined;
    this.canonical = this.symmetry ?? this.reduction;
    this.successors = new Successors(
      this.tables,
      this.inboxes,
      system.network,
      new View(system, this.tables, this.inboxes),
      this.canonical,
    );
    this.order = new CanonicalOrder(this.tables, this.successors.view!);
    for (;;) {
      this.layout = layoutFor(this.tables, this.inboxes);
      this.successors.setLayout(this.layout);
      const row = new Int32Array(this.layout.words);
      if (!this.successors.start(row, initial)) continue;
      this.rows = new Rows(this.layout.words, allocate);
      this.rows.append(row, 0, -1);
      this.initial = row;
      this.visited.fill(this.rows);
      this.judge.setLayout(this.layout);
      this.judge.onInitial(row);
      if (this.judge.decided) this.stopped = 'decided';
      break;
    }
  }

  /** Looks up what is still waiting for it. */
  settle(): void {
    this.#flush();
  }

  /** Ends before the end. */
  giveUp(why: Stop): void {
    this.stopped ??= why;
    this.successors.batch.count = 0;
  }

  /** Levels reached; the initial state is at 1. */
  get depth(): number {
    return this.rows.count > this.#levelEnd ? this.#level + 1 : this.#level;
  }

  /** States found and not expanded yet. */
  get frontier(): number {
    return this.rows.count - this.#next;
  }

  /** Bytes of all that grows, as far as it can be told. */
  get bytes(): number {
    const { tables, successors, rows, visited, inboxes, judge } = this;
    const ofStates = rows.bytes + visited.bytes;
    const ofSteps = tables.bytes + successors.bytes + this.bytesElsewhere;
    return ofStates + ofSteps + (inboxes?.bytes ?? 0) + judge.bytes;
  }

  get states(): number {
    return this.rows.count;
  }

  parts(state: number): Parts {
    return this.successors.view!.load(this.layout, this.rows.read(state), 0).parts();
  }

  answer(question: Predicate, state: number): boolean {
    const { rows } = this;
    this.judge.setLayout(this.layout);
    return question.ask(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * rows.words);
  }

  compareStates(one: number, other: number): number {
    return this.order.compareStates(this.layout, this.rows.read(one), this.rows.read(other));
  }

  eachStep(state: number, visit: (to: number, process: number, event: number) => void): void {
    const { rows, successors } = this;
    const { batch } = successors;
    const { words } = rows;
    successors.expand(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * words, state, EVERY_STEP);
    const { count } = batch;
    batch.count = 0;
    for (let next = 0; next < count; next++)
      visit(
        this.numberOf(batch.rows, next * words, batch.hashes[next]!),
        batch.processes[next]!,
        batch.events[next]!,
      );
  }

  /** The number of a visited state. */
  numberOf(row: Int32Array, at: number, hash: number): number {
    return this.visited.find(this.rows, row, at, hash);
  }

  /**
   * Goes on until the clock (milliseconds, `performance.now`), the end, or a level that begins with so many states. Returns whether
   * there is more to do.
   */
  advance(until: number, largeLevel = Number.POSITIVE_INFINITY): boolean {
    while (!this.complete && this.stopped === undefined) {
      if (this.#next === this.#levelEnd && !this.nextLevel()) break;
      if (this.isAtLevelStart && this.frontier >= largeLevel) return true;
      this.#expandNext();
      if (this.successors.batch.count >= BATCH) this.settle();
      // Where levels are narrow or steps are new, a batch takes long to fill.
      else if (++this.#sinceLook < LOOK_EVERY) continue;
      this.#sinceLook = 0;
      this.lookAtMemory();
      if (now() >= until) return this.stopped === undefined;
    }
    return false;
  }

  /** Whether a level has begun and none of its states is expanded. */
  get isAtLevelStart(): boolean {
    return this.#next === this.#levelStart;
  }

  /**
   * Whether there is another level to expand. Where all is decided the search ends with the level in which that was so, and not
   * in its midst: then its counts do not depend on the order within a level.
   */
  nextLevel(): boolean {
    this.settle();
    if (this.judge.decided) this.stopped ??= 'decided';
    if (this.stopped !== undefined) return false;
    this.complete = this.rows.count === this.#levelEnd;
    this.#levelStart = this.#levelEnd;
    this.#levelEnd = this.rows.count;
    if (this.complete) return false;
    this.#level++;
    this.#levelStarts.push(this.#levelEnd);
    return true;
  }

  levelOf(state: number): Span {
    const level = this.#levelStarts.findLastIndex((start) => start <= state);
    return { from: this.#levelStarts[level]!, to: this.#levelStarts[level + 1] ?? this.rows.count };
  }

  /** States that were all expanded: those of the level before a state's. Where it was not expanded to its end, the one that the state was reached from. */
  levelBefore(state: number): Span {
    const parent = this.rows.parent(state);
    const before = this.levelOf(parent);
    return before.to <= this.#next ? before : { from: parent, to: parent + 1 };
  }

  /** The number below which all states were expanded. */
  get expanded(): number {
    return this.#next;
  }

  /** The states to be expanded in this level: from one number to before another. */
  get level(): Span {
    return { from: this.#next, to: this.#levelEnd };
  }

  /** Takes over a level's successors, which other threads appended. */
  takeLevel(found: { transitions: number; selfLoops: number; beyondBounds: number }): void {
    this.#next = this.#levelEnd;
    this.transitions += found.transitions;
    this.selfLoops += found.selfLoops;
    this.beyondBounds += found.beyondBounds;
  }

  /** Takes steps that another thread could not, participant, state and event one after another, and makes room for what comes of them. */
  take(steps: readonly number[]): void {
    const { tables, layout } = this;
    for (let at = 0; at < steps.length; at += 3) {
      const [process, state, event] = [steps[at]!, steps[at + 1]!, steps[at + 2]!];
      if (tables.processes[process]!.steps.find(state, event) < 0) tables.resolve(process, state, event);
      if (this.#isHeapFull()) {
        this.giveUp('memory');
        return;
      }
    }
    const fit = tables.processes.every(
      ({ number, states }) => ((states.length - 1) & ~layout.fieldMask[number]!) === 0,
    );
    if (!fit || !this.successors.learn()) this.widen();
  }

  /** Whether a state is within the system's bounds. */
  isWithin(state: number): boolean {
    const { judge, rows } = this;
    if (judge.within === undefined) return true;
    judge.setLayout(this.layout);
    return judge.within.ask(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * rows.words);
  }

  /** Looks at the steps from a state, all of which are known, for the properties of steps alone. */
  lookAtStepsFrom(state: number): void {
    if (!this.isWithin(state)) return;
    const { rows, successors } = this;
    successors.expand(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * rows.words, state);
    this.#lookAtSteps();
    successors.batch.count = 0;
  }

  /** Expands a state of this level that another thread could not. */
  expandLate(state: number): void {
    if (this.stopped !== undefined) return;
    for (this.#next = state; this.#next === state && this.stopped === undefined; ) this.#expandNext();
    this.#flush();
    if (this.stopped === undefined) this.#next = this.#levelEnd;
  }

  #expandNext(): void {
    const state = this.#next;
    const { rows, successors, judge } = this;
    const chunk = rows.chunks[state >>> CHUNK_BITS]!;
    const at = (state & CHUNK_MASK) * rows.words;
    if (!this.isWithin(state)) {
      this.beyondBounds++;
      this.#next++;
      return;
    }
    const before = successors.batch.count;
    const steps = successors.expand(chunk, at, state);
    if (steps === TOO_NARROW) {
      this.#flush();
      if (this.stopped === undefined) this.widen();
      return;
    }
    this.#next++;
    this.transitions += steps;
    this.selfLoops += successors.selfLoops;
    if (successors.batch.count === before + successors.faults) {
      judge.setLayout(this.layout);
      judge.onDeadlock(chunk, at, state);
    }
  }

  /** Looks the batch up in the visited set, and keeps what is new. */
  #flush(): void {
    const { successors, judge, rows } = this;
    const visited = this.visited;
    const { batch } = successors;
    const { words } = rows;
    if (!this.#makeRoom(batch.count)) return;
    judge.setLayout(this.layout);
    const unknown = this.#sift(batch);
    visited.readAhead(rows, batch.hashes, this.#unknown, unknown);
    if (judge.ofSteps.length > 0) this.#lookAtSteps();
    for (let each = 0; each < unknown; each++) {
      const next = this.#unknown[each]!;
      const at = next * words;
      const hash = batch.hashes[next]!;
      const found = visited.find(rows, batch.rows, at, hash);
      if (found >= 0) continue;
      if (rows.count >= this.budget.maxStates) {
        this.giveUp('states');
        return;
      }
      const parent = batch.parents[next]!;
      const state = rows.append(batch.rows, at, parent);
      visited.put(found, state, hash);
      const from = rows.chunks[parent >>> CHUNK_BITS]!;
      judge.onState(batch.rows, at, state, from, (parent & CHUNK_MASK) * words);
    }
    batch.count = 0;
  }

  /** Looks at the steps of the batch. */
  #lookAtSteps(): void {
    const { rows, judge } = this;
    const { batch } = this.successors;
    const { words } = rows;
    for (let next = 0; next < batch.count; next++) {
      const parent = batch.parents[next]!;
      const from = rows.chunks[parent >>> CHUNK_BITS]!;
      const fromAt = (parent & CHUNK_MASK) * words;
      const { processes, events } = batch;
      judge.onStep(from, fromAt, batch.rows, next * words, parent, processes[next]!, events[next]!);
    }
  }

  /** Leaves out what was found a moment ago. Returns how many are left to look up: their places in the batch are in `#unknown`. */
  #sift({ rows, hashes, count, words }: Batch): number {
    if (this.#recent?.words !== words) this.#recent = new Recent(words);
    if (this.#unknown.length < count) this.#unknown = new Int32Array(hashes.length);
    let unknown = 0;
    for (let next = 0; next < count; next++)
      if (!this.#recent.has(rows, next * words, hashes[next]!)) this.#unknown[unknown++] = next;
    return unknown;
  }

  /** Makes sure that so many states can be added, within the budget. */
  #makeRoom(more: number): boolean {
    const { visited, rows, budget } = this;
    while (!visited.hasRoomFor(rows, more)) {
      const isAffordable = this.bytes + visited.bytesToGrow <= budget.maxMemory;
      if (isAffordable && isAllocated(() => visited.grow(rows))) continue;
      this.giveUp('memory');
      return false;
    }
    if (!isAllocated(() => rows.reserve(rows.count + more))) this.giveUp('memory');
    return this.stopped === undefined;
  }

  /** Gives up where the budget of memory is used up, or the heap nearly so. */
  lookAtMemory(): void {
    if (this.bytes > this.budget.maxMemory || this.#isHeapFull()) this.giveUp('memory');
  }

  /** What is on the heap is hardly more than what the tables keep: arrays of numbers are elsewhere. */
  #isHeapFull(): boolean {
    const { bytes } = this.tables;
    if (bytes < this.#heapDue) return false;
    this.#heapDue = bytes + HEAP_EVERY;
    return isHeapFull();
  }

  /** Whether a packed state is the visited one of a number. */
  isState(row: Int32Array, state: number): boolean {
    return this.rows.read(state).every((word, at) => row[at] === word);
  }

  /** Lays all rows out anew, with room for what was found. Returns how to do the same with another row. */
  widen(): (row: Int32Array) => Int32Array {
    const to = roomier(layoutFor(this.tables, this.inboxes), this.tables, this.inboxes);
    const repacking = new Repacking(this.layout, to);
    const row = new Int32Array(to.words);
    this.rows = repacked(this.rows, repacking, to.words, this.allocate);
    repacking.repack(this.initial, 0, row);
    this.initial = row.slice();
    this.layout = to;
    this.successors.setLayout(to);
    this.judge.setLayout(to);
    this.visited.fill(this.rows);
    this.#recent = undefined;
    return (other) => {
      repacking.repack(other, 0, row);
      return row.slice();
    };
  }
}
