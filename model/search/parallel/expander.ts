/** One thread's part of a search: it expands states of a level and enters what it finds into the shared set. */
import { isHeapFull } from '../../host/heap.js';
import { Layout } from '../../state/layout.js';
import { CHUNK_BITS, CHUNK_MASK } from '../../state/rows.js';
import { enterRows, putTogether } from '../../state/visited.js';
import { Successors, UNKNOWN_STEP } from '../successors.js';
import { Examiner } from './examiner.js';
import {
  type Briefing,
  CURSOR,
  type Memory,
  type Order,
  type Refill,
  type Report,
  STOP,
  type Work,
} from './protocol.js';
import { SharedSet } from './shared-set.js';
import { Source } from './source.js';

/** States that a thread takes for itself at a time, and successors that it looks up together. */
const STATES_AT_ONCE = 256;
const BATCH = 512;
/** What a thread has to say more between two looks at its heap. */
const HEAP_EVERY = 2 ** 14;

export class Expander {
  #successors!: Successors;
  #source!: Source;
  #layout!: Layout;
  #examiner!: Examiner;
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

  constructor(readonly isFull: () => boolean = isHeapFull) {}

  /** Obeys an order; there is a report for work and for refilling. */
  obey(order: Order): Report | undefined {
    switch (order.kind) {
      case 'introduction':
        this.#source = new Source(order);
        this.#successors = new Successors(this.#source, undefined, order.network);
        return undefined;
      case 'briefing':
        this.#brief(order);
        return undefined;
      case 'refill':
        return this.#refill(order);
      case 'work':
        return this.#expandAll(order);
    }
  }

  #brief(briefing: Briefing): void {
    const { layout, news } = briefing;
    this.#source.learn(news);
    if (layout !== undefined) {
      this.#layout = new Layout(layout.widths, layout.messages, false);
      this.#successors.setLayout(this.#layout);
      this.#set = new SharedSet(this.#layout.words);
    } else this.#successors.learn();
    this.#examiner = new Examiner(briefing);
    this.#set.begin();
    this.#next = 0;
    this.#end = 0;
  }

  #expandAll(work: Work): Report {
    this.#memory = work.memory ?? this.#memory;
    this.#set.prepare(work, this.#memory);
    const { counters, to, list } = work;
    const { batch } = this.#successors;
    // What was left over when the room was used up.
    let room = !this.#set.isHalfway || this.#enter();
    while (room && Atomics.load(counters, STOP) === 0 && !this.#lookAtHeap()) {
      if (this.#next === this.#end) {
        this.#next = Atomics.add(counters, CURSOR, STATES_AT_ONCE);
        this.#end = Math.min(to, this.#next + STATES_AT_ONCE);
        if (this.#next >= to) {
          this.#end = this.#next;
          break;
        }
      }
      for (; this.#next < this.#end && batch.count < BATCH; this.#next++)
        this.#expand(list === undefined ? this.#next : list[this.#next]!);
      if (batch.count >= BATCH) room = this.#flush();
    }
    if (room) room = this.#flush();
    return this.#report(!room);
  }

  /** On the heap, what there is to say grows with the level, and all that was heard with the search. */
  #lookAtHeap(): boolean {
    const said = this.#late.length + this.#examiner.size;
    if (said < this.#heapDue) return false;
    this.#heapDue = said + HEAP_EVERY;
    this.#outOfHeap = this.isFull();
    return this.#outOfHeap;
  }

  #expand(state: number): void {
    const { batch } = this.#successors;
    const before = batch.count;
    const chunk = this.#memory.chunks[state >>> CHUNK_BITS]!;
    const at = (state & CHUNK_MASK) * this.#layout.words;
    if (!this.#examiner.isWithin(chunk, at)) {
      this.#beyondBounds++;
      return;
    }
    const steps = this.#successors.expand(chunk, at, state);
    if (steps === UNKNOWN_STEP) {
      this.#late.push(state);
      return;
    }
    this.#transitions += steps;
    this.#selfLoops += this.#successors.selfLoops;
    if (batch.count === before + this.#successors.faults) this.#examiner.onDeadlock(state);
  }

  /** Looks at the steps of the batch, and enters what is new. Returns false where there is no room for all of it. */
  #flush(): boolean {
    this.#examiner.onSteps(this.#successors.batch, this.#memory.chunks);
    return this.#enter();
  }

  #enter(): boolean {
    const { batch } = this.#successors;
    const { rows, words, parents } = batch;
    const { chunks } = this.#memory;
    const isRoom = this.#set.enter(batch, (next, state) => {
      const parent = parents[next]!;
      const from = chunks[parent >>> CHUNK_BITS]!;
      this.#examiner.onState(rows, next * words, state, from, (parent & CHUNK_MASK) * words);
    });
    if (isRoom) batch.count = 0;
    return isRoom;
  }

  #refill({ from, to, words, chunks, entries }: Refill): Report {
    enterRows(entries, { words, chunks }, from, to, putTogether);
    return this.#report(false);
  }

  #report(outOfRoom: boolean): Report {
    const report: Report = {
      kind: 'report',
      outOfRoom,
      outOfHeap: this.#outOfHeap,
      bytes: this.#successors.bytes + this.#source.bytes,
      transitions: this.#transitions,
      selfLoops: this.#selfLoops,
      beyondBounds: this.#beyondBounds,
      late: this.#late,
      missing: this.#source.takeMissing(),
      doubts: this.#examiner.take(),
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
