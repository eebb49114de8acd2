/** One thread's part of a search: it expands states of a level and enters what it finds into the shared set. */
import { now } from '../../host/clock.js';
import type { Batch } from '../../state/batch.js';
import type { Layout } from '../../state/layout.js';
import { CHUNK_BITS, CHUNK_MASK } from '../../state/rows.js';
import { enterRows, putTogether } from '../../state/visited.js';
import { type Successors, UNKNOWN_STEP } from '../successors.js';
import {
  CURSOR,
  type Doubts,
  HALT,
  type Memory,
  type Refill,
  type Report,
  STOP,
  type Work,
} from './protocol.js';
import { SharedSet } from './shared-set.js';

/** States that a thread takes for itself at a time, and successors that it looks up together. */
const STATES_AT_ONCE = 256;
const BATCH = 512;
/** States that a thread leaves to the main thread before it asks to be told more. */
const LATE_MAX = 1024;
/** What a thread has to say more between two looks at its heap. */
const HEAP_EVERY = 2 ** 14;

/** What looks at states and steps that are found. */
export interface Looks {
  /** How much there is to say. */
  readonly size: number;
  isWithin(row: Int32Array, at: number): boolean;
  /** A state that no step leaves. */
  onDeadlock(state: number): void;
  /** A state that was found just now, next to the state it was reached from. */
  onState(row: Int32Array, at: number, state: number, from: Int32Array, fromAt: number): void;
  /** Steps between different states. */
  onSteps(batch: Batch, chunks: readonly Int32Array[]): void;
  /** The doubts since they were taken last. */
  take(): Doubts;
}

export class Expander {
  #looks!: Looks;
  #layout: Layout | undefined;
  #set!: SharedSet;
  #memory!: Memory;
  /** States taken and not expanded. */
  #next = 0;
  #end = 0;
  #transitions = 0;
  #selfLoops = 0;
  #beyondBounds = 0;
  #late: number[] = [];
  /** How much it has to say when the heap is looked at. */
  #heapDue = 0;
  #outOfHeap = false;

  constructor(
    readonly successors: Successors,
    readonly isFull: () => boolean,
  ) {}

  /** Must be called before work by which something is known that was not. */
  begin(layout: Layout, looks: Looks): void {
    if (this.#layout !== layout) this.#set = new SharedSet(layout.words);
    this.#layout = layout;
    this.#looks = looks;
    this.#set.begin();
  }

  /** Expands states until the clock (milliseconds, `performance.now`): then there is no report yet, and it is to be called again. */
  expand(work: Work, until = Number.POSITIVE_INFINITY): Report | undefined {
    this.#memory = work.memory ?? this.#memory;
    this.#set.prepare(work, this.#memory);
    const { counters, to } = work;
    const { batch } = this.successors;
    // What was left over when the room was used up.
    let room = !this.#set.isHalfway || this.#enter();
    while (room && Atomics.load(counters, STOP) === 0 && !this.#lookAtHeap()) {
      if (this.#next === this.#end) {
        const next = Atomics.add(counters, CURSOR, STATES_AT_ONCE);
        if (next >= to) break;
        this.#next = next;
        this.#end = Math.min(to, next + STATES_AT_ONCE);
      }
      let goesOn = true;
      while (goesOn && this.#next < this.#end && batch.count < BATCH) goesOn = this.#expand(this.#next++);
      if (!goesOn) Atomics.compareExchange(counters, STOP, 0, HALT);
      if (batch.count >= BATCH) room = this.#flush();
      if (now() >= until) return undefined;
    }
    if (room) room = this.#flush();
    return this.report(!room);
  }

  /** On the heap, what there is to say grows with the level, and all that was heard with the search. */
  #lookAtHeap(): boolean {
    const said = this.#late.length + this.#looks.size;
    if (said < this.#heapDue) return false;
    this.#heapDue = said + HEAP_EVERY;
    this.#outOfHeap = this.isFull();
    return this.#outOfHeap;
  }

  /** Returns false where nothing more is to be expanded before the main thread has done so with what is left to it. */
  #expand(state: number): boolean {
    const { batch } = this.successors;
    const before = batch.count;
    const chunk = this.#memory.chunks[state >>> CHUNK_BITS]!;
    const at = (state & CHUNK_MASK) * this.#layout!.words;
    if (!this.#looks.isWithin(chunk, at)) {
      this.#beyondBounds++;
      return true;
    }
    const steps = this.successors.expand(chunk, at, state);
    if (steps < 0) {
      this.#late.push(state);
      return steps === UNKNOWN_STEP && this.#late.length < LATE_MAX;
    }
    this.#transitions += steps;
    this.#selfLoops += this.successors.selfLoops;
    if (batch.count === before + this.successors.faults) this.#looks.onDeadlock(state);
    return true;
  }

  /** Looks at the steps of the batch, and enters what is new. Returns false where there is no room for all of it. */
  #flush(): boolean {
    this.#looks.onSteps(this.successors.batch, this.#memory.chunks);
    return this.#enter();
  }

  #enter(): boolean {
    const { batch } = this.successors;
    const { rows, words, parents } = batch;
    const { chunks } = this.#memory;
    const isRoom = this.#set.enter(batch, (next, state) => {
      const parent = parents[next]!;
      const from = chunks[parent >>> CHUNK_BITS]!;
      this.#looks.onState(rows, next * words, state, from, (parent & CHUNK_MASK) * words);
    });
    if (isRoom) batch.count = 0;
    return isRoom;
  }

  refill({ from, to, words, chunks, entries }: Refill): Report {
    enterRows(entries, { words, chunks }, from, to, putTogether);
    return this.report(false);
  }

  /** What there is to say since the last report. */
  report(outOfRoom: boolean): Report {
    const report: Report = {
      outOfRoom,
      outOfHeap: this.#outOfHeap,
      bytes: this.successors.bytes,
      transitions: this.#transitions,
      selfLoops: this.#selfLoops,
      beyondBounds: this.#beyondBounds,
      late: this.#late,
      left: this.#end - this.#next,
      doubts: this.#looks.take(),
      spare: this.#set.spare,
    };
    this.#transitions = 0;
    this.#selfLoops = 0;
    this.#beyondBounds = 0;
    this.#late = [];
    this.#heapDue = 0;
    return report;
  }
}
