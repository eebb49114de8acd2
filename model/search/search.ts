/** Breadth-first search over packed states, in slices of time, so that its host stays responsive. */
import { now } from '../host/clock.js';
import { isHeapFull } from '../host/heap.js';
import { Tables } from '../local/tables.js';
import { Judge } from '../property/judge.js';
import { type Reduction, reductionOf } from '../reduction/dead-messages.js';
import type { Canonical } from '../reduction/representative.js';
import { type Symmetry, symmetryOf } from '../reduction/symmetry.js';
import { Inboxes } from '../state/inboxes.js';
import type { Layout } from '../state/layout.js';
import { CanonicalOrder } from '../state/order.js';
import type { Parts } from '../state/parts.js';
import { Repacking } from '../state/repacking.js';
import { type Allocate, CHUNK_BITS, CHUNK_MASK, ownMemory, type Rows } from '../state/rows.js';
import { View } from '../state/view.js';
import type { Visited } from '../state/visited.js';
import { NETWORKS } from '../system/network.js';
import type { Property } from '../system/property.js';
import type { AnySystem } from '../system/system.js';
import { Found } from './found.js';
import { Levels, type Span } from './levels.js';
import { layoutFor, roomier } from './packing.js';
import { Successors, TOO_NARROW } from './successors.js';

/** Successors that are looked up together. */
const BATCH = 512;
/** Expansions after which the clock and the memory are looked at, if no batch was full before. */
const LOOK_EVERY = 64;
/** Bytes that the tables grow by between two looks at the heap. */
const HEAP_EVERY = 2 ** 20;
/** Why a search ended before every state was visited. */
export type Stop = 'states' | 'memory' | 'decided';

export interface Limits {
  readonly maxStates: number;
  /** Bytes. */
  readonly maxMemory: number;
}

export class Search {
  readonly tables: Tables;
  readonly successors: Successors;
  readonly judge: Judge;
  readonly inboxes: Inboxes | undefined;
  readonly symmetry: Symmetry | undefined;
  readonly canonical: Canonical | undefined;
  /** What the system says of dead messages and ranked numbers. */
  readonly reduction: Reduction | undefined;
  layout: Layout;
  transitions = 0;
  /** Steps among them that changed nothing. */
  selfLoops = 0;
  beyondBounds = 0;
  complete = false;
  stopped: Stop | undefined;
  /** Bytes that other threads keep for it. */
  bytesElsewhere = 0;

  /** Compares states, and steps, whatever the order in which they were found. */
  readonly order: CanonicalOrder;
  readonly levels = new Levels();
  readonly #found: Found;
  #sinceLook = 0;
  /** Bytes of the tables at which the heap is looked at. */
  #heapDue = HEAP_EVERY;

  constructor(
    readonly system: AnySystem,
    properties: readonly Property<never>[],
    readonly budget: Limits,
    symmetric = false,
    readonly allocate: Allocate = ownMemory,
  ) {
    this.tables = new Tables(system);
    const initial = this.tables.initial();
    const { processes, envelopes } = this.tables;
    const { stores } = NETWORKS[system.network];
    this.inboxes = stores === 'set' ? undefined : new Inboxes(processes.length, stores, envelopes);
    this.judge = new Judge(system, this.tables, this.inboxes, properties, allocate);
    this.symmetry = symmetric ? symmetryOf(system, this.tables) : undefined;
    if (this.symmetry !== undefined) this.judge.setSymmetry(this.symmetry);
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
      this.#found = new Found(row, allocate);
      this.judge.setLayout(this.layout);
      break;
    }
  }

  get rows(): Rows {
    return this.#found.rows;
  }

  get visited(): Visited {
    return this.#found.visited;
  }

  /** Ends before the end. */
  giveUp(why: Stop): void {
    this.stopped ??= why;
    this.successors.batch.count = 0;
  }

  /** Levels reached; the initial state is at 1. */
  get depth(): number {
    const { begun, end } = this.levels;
    return this.rows.count > end ? begun + 1 : begun;
  }

  /** States found and not expanded yet. */
  get frontier(): number {
    return this.rows.count - this.levels.next;
  }

  /** Bytes of all that grows, as far as it can be told. */
  get bytes(): number {
    const { tables, successors, inboxes, judge } = this;
    const ofSteps = tables.bytes + successors.bytes + this.bytesElsewhere;
    return this.#found.bytes + ofSteps + (inboxes?.bytes ?? 0) + judge.bytes;
  }

  /** A state, not packed. */
  parts(state: number): Parts {
    return this.successors.view!.load(this.layout, this.rows.read(state), 0).parts();
  }

  compareStates(one: number, other: number): number {
    return this.order.compareStates(this.layout, this.rows.read(one), this.rows.read(other));
  }

  /**
   * Goes on until the clock (milliseconds, `performance.now`), the end, or a level that begins with so many states. Returns whether
   * there is more to do.
   */
  advance(until: number, largeLevel = Number.POSITIVE_INFINITY): boolean {
    if (this.levels.next === 0) {
      this.judge.onInitial(this.rows.read(0));
      if (this.judge.decided) this.stopped ??= 'decided';
    }
    while (!this.complete && this.stopped === undefined) {
      if (this.levels.next === this.levels.end && !this.nextLevel()) break;
      if (this.levels.isAtStart && this.frontier >= largeLevel) return true;
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

  /**
   * Whether there is another level to expand. Where all is decided the search ends with the level in which that was so, and not
   * in its midst: then its counts do not depend on the order within a level.
   */
  nextLevel(): boolean {
    this.settle();
    if (this.judge.decided) this.stopped ??= 'decided';
    if (this.stopped !== undefined) return false;
    this.complete = !this.levels.begin(this.rows.count);
    return !this.complete;
  }

  levelOf(state: number): Span {
    return this.levels.of(state, this.rows.count);
  }

  /** States that were all expanded: those of the level before a state's. Where it was not expanded to its end, the one that the state was reached from. */
  levelBefore(state: number): Span {
    const parent = this.rows.parent(state);
    const before = this.levelOf(parent);
    return before.to <= this.levels.next ? before : { from: parent, to: parent + 1 };
  }

  /** Takes over a level's successors, which other threads appended. */
  takeLevel(found: { transitions: number; selfLoops: number; beyondBounds: number }): void {
    this.levels.next = this.levels.end;
    this.transitions += found.transitions;
    this.selfLoops += found.selfLoops;
    this.beyondBounds += found.beyondBounds;
  }

  isWithin(state: number): boolean {
    const { judge, rows } = this;
    if (judge.within === undefined) return true;
    judge.setLayout(this.layout);
    return judge.within.ask(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * rows.words);
  }

  /** Looks at the steps from a state, all of which are known, for the properties of steps alone. */
  lookAtStepsFrom(state: number): void {
    if (!this.isWithin(state)) return;
    const { rows, successors, judge } = this;
    successors.expand(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * rows.words, state);
    judge.onSteps(successors.batch, rows);
    successors.batch.count = 0;
  }

  /** Expands a state of this level that another thread could not. */
  expandLate(state: number): void {
    if (this.stopped !== undefined) return;
    const levels = this.levels;
    for (levels.next = state; levels.next === state && this.stopped === undefined; ) this.#expandNext();
    this.settle();
    if (this.stopped === undefined) levels.next = levels.end;
  }

  #expandNext(): void {
    const state = this.levels.next;
    const { rows, successors, judge } = this;
    const chunk = rows.chunks[state >>> CHUNK_BITS]!;
    const at = (state & CHUNK_MASK) * rows.words;
    if (!this.isWithin(state)) {
      this.beyondBounds++;
      this.levels.next++;
      return;
    }
    const before = successors.batch.count;
    const steps = successors.expand(chunk, at, state);
    if (steps === TOO_NARROW) {
      this.settle();
      if (this.stopped === undefined) this.widen();
      return;
    }
    this.levels.next++;
    this.transitions += steps;
    this.selfLoops += successors.selfLoops;
    if (successors.batch.count === before + successors.faults) {
      judge.setLayout(this.layout);
      judge.onDeadlock(chunk, at, state);
    }
  }

  /** Looks the batch up in the visited set, and keeps what is new. */
  settle(): void {
    const { judge, rows, budget } = this;
    const { batch } = this.successors;
    if (!this.#found.makeRoom(batch.count, () => budget.maxMemory - this.bytes)) this.giveUp('memory');
    if (this.stopped !== undefined) return;
    judge.setLayout(this.layout);
    judge.onSteps(batch, rows);
    const isRoom = this.#found.add(batch, budget.maxStates, (next, state) => {
      const parent = batch.parents[next]!;
      const from = rows.chunks[parent >>> CHUNK_BITS]!;
      judge.onState(batch.rows, next * rows.words, state, from, (parent & CHUNK_MASK) * rows.words);
    });
    if (!isRoom) this.giveUp('states');
    batch.count = 0;
  }

  /** Gives up where the budget of memory is used up, or the heap nearly so. */
  lookAtMemory(): void {
    if (this.bytes > this.budget.maxMemory || this.isHeapFull()) this.giveUp('memory');
  }

  /** What is on the heap is hardly more than what the tables keep: arrays of numbers are elsewhere. */
  isHeapFull(): boolean {
    const { bytes } = this.tables;
    if (bytes < this.#heapDue) return false;
    this.#heapDue = bytes + HEAP_EVERY;
    return isHeapFull();
  }

  /** Lays all rows out anew, with room for what was found. */
  widen(): void {
    const to = roomier(layoutFor(this.tables, this.inboxes), this.tables, this.inboxes);
    const repacking = new Repacking(this.layout, to);
    this.#found.repack(repacking, to.words);
    this.layout = to;
    this.successors.setLayout(to);
    this.judge.setLayout(to);
  }

  /** Makes room in the rows for what the tables hold. */
  makeFit(): void {
    const { processes } = this.tables;
    const fit = processes.every(
      ({ number, states }) => ((states.length - 1) & ~this.layout.fieldMask[number]!) === 0,
    );
    if (!fit || !this.successors.learn()) this.widen();
  }
}
