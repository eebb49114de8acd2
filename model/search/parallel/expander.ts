/** One thread's part of a search: it expands states of a level and enters what it finds into the shared set. */
import { isHeapFull } from '../../host/heap.js';
import { StepTable } from '../../local/step-table.js';
import { Layout } from '../../state/layout.js';
import { Memo } from '../../state/memo.js';
import { Recent } from '../../state/recent.js';
import { CHUNK_BITS, CHUNK_MASK } from '../../state/rows.js';
import { enterRows, putTogether } from '../../state/visited.js';
import type { StepSource } from '../step-source.js';
import { Successors, UNKNOWN_STEP } from '../successors.js';
import {
  type Briefing,
  type CaseImage,
  CURSOR,
  type Doubt,
  type Introduction,
  type Memory,
  type News,
  type Order,
  type Refill,
  type Report,
  ROWS,
  ROWS_AT_ONCE,
  STOP,
  type Work,
} from './protocol.js';

/** States that a thread takes for itself at a time, and successors that it looks up together. */
const STATES_AT_ONCE = 256;
const BATCH = 512;
/** What a thread has to say more between two looks at its heap. */
const HEAP_EVERY = 2 ** 14;
/** Kept for a question that was passed on: no need to pass it on again. */
const PENDING = 2;

interface OpenCase {
  readonly number: number;
  readonly wanted: number;
  readonly memo: Memo;
}

export class Expander {
  #successors!: Successors;
  #source!: Source;
  #layout!: Layout;
  #states: readonly OpenCase[] = [];
  #deadlocks = false;
  #work!: Work;
  #memory!: Memory;
  /** States taken and not expanded, and rows taken and not used. */
  #next = 0;
  #end = 0;
  #rowNext = 0;
  #rowEnd = 0;
  #recent!: Recent;
  /** The places in the batch of successors that were not found a moment ago: how many, and how many of them were entered. */
  #unknown = new Int32Array(0);
  #asked = 0;
  #entered = 0;
  #readAhead = 0;
  readonly #scratch = new Int32Array(8192);
  #transitions = 0;
  #selfLoops = 0;
  #late: number[] = [];
  #dead: number[] = [];
  #doubts: Doubt[] = [];
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

  #brief({ layout, news, states, deadlocks }: Briefing): void {
    this.#source.learn(news);
    if (layout !== undefined) {
      this.#layout = new Layout(layout.widths, layout.messages, false);
      this.#successors.setLayout(this.#layout);
      this.#recent = new Recent(this.#layout.words);
    } else this.#successors.learn();
    const open = ({ number, wanted, memo }: CaseImage): OpenCase => ({
      number,
      wanted: wanted ? 1 : 0,
      memo: Memo.of(memo),
    });
    this.#states = states.map(open);
    this.#deadlocks = deadlocks;
    this.#next = 0;
    this.#end = 0;
    this.#rowNext = 0;
    this.#rowEnd = 0;
  }

  #expandAll(work: Work): Report {
    this.#work = work;
    this.#memory = work.memory ?? this.#memory;
    const { counters, to, list } = work;
    const { batch } = this.#successors;
    // What was left over when the room was used up.
    let room = this.#flush();
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
    const said = this.#late.length + this.#dead.length + this.#doubts.length;
    if (said < this.#heapDue) return false;
    this.#heapDue = said + HEAP_EVERY;
    this.#outOfHeap = this.isFull();
    return this.#outOfHeap;
  }

  #expand(state: number): void {
    const { chunks } = this.#memory;
    const { batch } = this.#successors;
    const before = batch.count;
    const at = (state & CHUNK_MASK) * this.#layout.words;
    const steps = this.#successors.expand(chunks[state >>> CHUNK_BITS]!, at, state);
    if (steps === UNKNOWN_STEP) {
      this.#late.push(state);
      return;
    }
    this.#transitions += steps;
    this.#selfLoops += this.#successors.selfLoops;
    if (this.#deadlocks && batch.count === before + this.#successors.faults) this.#dead.push(state);
  }

  /** Looks successors up, and enters what is new. Returns false where there is no room for all of them. */
  #flush(): boolean {
    const { batch } = this.#successors;
    const { chunks } = this.#memory;
    const { words } = this.#layout;
    if (this.#asked === 0) this.#sift();
    this.#aheadOf();
    const unknown = this.#unknown;
    for (; this.#entered < this.#asked; this.#entered++) {
      if (this.#rowNext === this.#rowEnd && !this.#takeRows()) return false;
      const next = unknown[this.#entered]!;
      const parent = batch.parents[next]!;
      const found = this.#enter(batch.rows, next * words, batch.hashes[next]!, parent);
      if (found !== this.#rowNext) continue;
      this.#rowNext++;
      const from = chunks[parent >>> CHUNK_BITS]!;
      this.#lookAtState(batch.rows, next * words, found, from, (parent & CHUNK_MASK) * words);
    }
    batch.count = 0;
    this.#asked = 0;
    this.#entered = 0;
    return true;
  }

  /** Leaves out the successors that this thread found a moment ago. */
  #sift(): void {
    const { count, rows, hashes, words } = this.#successors.batch;
    if (this.#unknown.length < count) this.#unknown = new Int32Array(hashes.length);
    for (let next = 0; next < count; next++)
      if (!this.#recent.has(rows, next * words, hashes[next]!)) this.#unknown[this.#asked++] = next;
  }

  /** Takes rows for this thread alone. */
  #takeRows(): boolean {
    const { counters, limit } = this.#work;
    if (Atomics.load(counters, ROWS) + ROWS_AT_ONCE > limit) return false;
    const from = Atomics.add(counters, ROWS, ROWS_AT_ONCE);
    if (from + ROWS_AT_ONCE > limit) {
      Atomics.sub(counters, ROWS, ROWS_AT_ONCE);
      return false;
    }
    this.#rowNext = from;
    this.#rowEnd = from + ROWS_AT_ONCE;
    return true;
  }

  /** The number of a state in the shared set; if nobody had it, the next of this thread's rows, now filled. */
  #enter(row: Int32Array, at: number, hash: number, parent: number): number {
    const { entries, chunks, parents } = this.#memory;
    const { words } = this.#layout;
    const mask = entries.length - 1;
    let slot = hash & mask;
    let written = false;
    for (;;) {
      // What is read so may be old, but no thread changes an entry: only what looks free, or like the state, must be made sure of.
      let entry = entries[slot]!;
      if (entry === 0) {
        const index = this.#rowNext;
        if (!written) {
          const to = chunks[index >>> CHUNK_BITS]!;
          const base = (index & CHUNK_MASK) * words;
          for (let word = 0; word < words; word++) to[base + word] = row[at + word]!;
          parents[index >>> CHUNK_BITS]![index & CHUNK_MASK] = parent;
          written = true;
        }
        entry = Atomics.compareExchange(entries, slot, 0, (hash & ~mask) | (index + 1));
        if (entry === 0) return index;
      }
      if (((entry ^ hash) & ~mask) === 0) {
        // After this the row is there as it was written before its entry.
        entry = Atomics.load(entries, slot);
        const index = (entry & mask) - 1;
        const chunk = chunks[index >>> CHUNK_BITS]!;
        const base = (index & CHUNK_MASK) * words;
        let word = 0;
        while (word < words && chunk[base + word] === row[at + word]) word++;
        if (word === words) return index;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** Reads the entries and rows that are about to be looked at; see Visited.readAhead. */
  #aheadOf(): void {
    const { hashes } = this.#successors.batch;
    const { entries, chunks } = this.#memory;
    const { words } = this.#layout;
    const unknown = this.#unknown;
    const mask = entries.length - 1;
    const most = Math.min(this.#asked, this.#scratch.length);
    let sum = 0;
    for (let each = this.#entered; each < most; each++)
      this.#scratch[each] = entries[hashes[unknown[each]!]! & mask]!;
    for (let each = this.#entered; each < most; each++) {
      const entry = this.#scratch[each]!;
      if (entry === 0 || ((entry ^ hashes[unknown[each]!]!) & ~mask) !== 0) continue;
      const index = (entry & mask) - 1;
      sum ^= chunks[index >>> CHUNK_BITS]![(index & CHUNK_MASK) * words]!;
    }
    this.#readAhead ^= sum;
  }

  #lookAtState(row: Int32Array, at: number, state: number, from: Int32Array, fromAt: number): void {
    for (const { number, wanted, memo } of this.#states) {
      if (memo.same(from, fromAt, row, at)) continue;
      const answer = memo.get(row, at);
      if (answer < 0) memo.set(row, at, PENDING);
      if (answer < 0 || answer === wanted) this.#doubts.push({ case: number, state });
    }
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
      late: this.#late,
      missing: this.#source.takeMissing(),
      deadlocks: this.#dead,
      doubts: this.#doubts,
      spare: { from: this.#rowNext, to: this.#rowEnd },
    };
    this.#transitions = 0;
    this.#selfLoops = 0;
    this.#late = [];
    this.#dead = [];
    this.#doubts = [];
    this.#heapDue = 0;
    return report;
  }
}

/** Steps as far as they are known. One that is not cannot be taken here; it is missing. */
class Source implements StepSource {
  readonly processes;
  readonly envelopes: News['envelopes'][number][] = [];
  readonly emissions: News['emissions'][number][] = [];
  readonly carried: number[] = [];
  readonly network: number | undefined;
  readonly clock: number | undefined;
  readonly isCutOff: StepSource['isCutOff'];
  #missing: number[] = [];
  /** By participant: the steps that were missed already. */
  #missed: StepTable[] = [];

  constructor({ processes, actors, cutOff }: Introduction) {
    this.processes = processes.map(({ number, id, acts, inputs }) => ({
      number,
      id,
      acts,
      inputs,
      states: [] as unknown[],
      steps: new StepTable(),
    }));
    this.network = actors.network;
    this.clock = actors.clock;
    this.isCutOff = (from, to) => cutOff.has(`${from} ${to}`);
    this.takeMissing();
  }

  get bytes(): number {
    return this.processes.reduce((sum, { steps }) => sum + steps.entries.byteLength, 0);
  }

  isSameKind(a: number, b: number): boolean {
    return this.envelopes[a]!.kind === this.envelopes[b]!.kind;
  }

  resolve(process: number, state: number, event: number): number {
    const missed = this.#missed[process]!;
    if (missed.find(state, event) < 0) {
      missed.add(state, event, 0, 0);
      this.#missing.push(process, state, event);
    }
    return -1;
  }

  learn({ steps, envelopes, emissions, carried, partitions }: News): void {
    for (let at = 0; at < steps.length; at += 5)
      this.processes[steps[at]!]!.steps.add(steps[at + 1]!, steps[at + 2]!, steps[at + 3]!, steps[at + 4]!);
    for (const envelope of envelopes) this.envelopes.push(envelope);
    for (const emission of emissions) this.emissions.push(emission);
    for (const message of carried) this.carried.push(message);
    if (this.network !== undefined) this.processes[this.network]!.states = [...partitions];
  }

  /** What was missed since it was asked last: participant, state and event, one after another. */
  takeMissing(): readonly number[] {
    const missing = this.#missing;
    this.#missing = [];
    this.#missed = this.processes.map(() => new StepTable());
    return missing;
  }
}
