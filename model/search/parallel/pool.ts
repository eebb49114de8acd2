/**
 * The same search on several threads. A level's states are shared out; each thread expands what it gets and enters what is new into
 * one set in shared memory. What a thread cannot know, a step never taken or a question never asked, it leaves to this one, which does it
 * when the level is done. Levels end together, so depths, counts and verdicts are those of one thread.
 */

import { withDoorsShut } from '../../participant/sandbox.js';
import type { Judge } from '../../property/judge.js';
import type { Layout } from '../../state/layout.js';
import { isAllocated } from '../../state/rows.js';
import type { Partition } from '../../system/faults.js';
import type { Property } from '../../system/property.js';
import type { Search } from '../search.js';
import {
  type Briefing,
  type CaseImage,
  COUNTERS,
  CURSOR,
  type Memory,
  type News,
  type Order,
  type Report,
  ROWS,
  ROWS_AT_ONCE,
  STOP,
} from './protocol.js';
import { startThread, type Thread } from './threads.js';

/** States in a level below which sharing out costs more than it saves, and in all levels below which no thread is started. */
export const LARGE_LEVEL = 4096;
export const LARGE_SEARCH = 2048;
/** The same for the states of a level whose steps were not all known. */
const FEW = 64;

/** Properties that threads can look at: of states, each by itself. */
const OF_STATES: ReadonlySet<Property<never>['kind']> = new Set(['always', 'sometimes', 'deadlock-free']);

export class Pool {
  readonly #counters = new Int32Array(new SharedArrayBuffer(COUNTERS * 4));
  /** What the threads were told last: how states are packed, how many of everything in the tables, and where rows are. */
  #layout: Layout | undefined;
  #told = { order: 0, envelopes: 0, emissions: 0, carried: 0 };
  #memory: Memory | undefined;
  #chunksTold = 0;
  #threads: readonly Thread[] = [];
  #starting: Promise<readonly Thread[]> | undefined;

  constructor(
    readonly search: Search,
    readonly workers: number,
    readonly begin: () => Promise<Thread> = startThread,
    /** States of a level whose steps were not all known, up to which they are left to this thread. */
    readonly few = FEW,
  ) {}

  /** Whether a system can be searched by several threads; the others are by one. */
  static suits({ system, inboxes, canonical, judge }: Search): boolean {
    const ofStates = judge.cases.every(({ property: { kind } }) => OF_STATES.has(kind));
    const reductions = [inboxes, canonical, system.within];
    return reductions.every((each) => each === undefined) && ofStates;
  }

  /** Starts the threads, so that they are there when there is a level to share out. */
  start(): void {
    if (this.#starting !== undefined) return;
    this.#starting = Promise.all(this.#starts());
    // A thread that cannot be started is an error when it is needed, and not before.
    this.#starting.catch(() => undefined);
  }

  end(): void {
    void this.#starting?.then(
      (threads) => {
        for (const thread of threads) thread.end();
      },
      () => undefined,
    );
  }

  /** Lets the threads stop at the next opportunity. The search cannot go on after that. */
  stop(): void {
    Atomics.store(this.#counters, STOP, 1);
  }

  /** Whether the threads were stopped, in the midst of a level: not all of it is expanded. */
  get isStopped(): boolean {
    return Atomics.load(this.#counters, STOP) !== 0;
  }

  /** States found so far, in the midst of a level. */
  get states(): number {
    return Math.max(this.search.rows.count, Atomics.load(this.#counters, ROWS));
  }

  /** Expands a level. */
  async expandLevel(): Promise<void> {
    const { search } = this;
    const { from, to } = search.level;
    this.start();
    this.#threads = await this.#starting!;
    let reports = await this.#expand(from, to);
    let transitions = sum(reports, 'transitions');
    let selfLoops = sum(reports, 'selfLoops');
    let late = lateIn(reports);
    while (late.length > this.few && !this.#isOver) {
      withDoorsShut(() => search.take(reports.flatMap(({ missing }) => missing)));
      if (this.#isOver) break;
      const list = new Int32Array(new SharedArrayBuffer(late.length * 4));
      list.set(late);
      reports = await this.#expand(0, list.length, list);
      transitions += sum(reports, 'transitions');
      selfLoops += sum(reports, 'selfLoops');
      late = lateIn(reports);
    }
    // A level that was not searched to its end is as if it had not begun, but for the states that were found.
    if (this.#isOver) return;
    search.takeLevel(transitions, selfLoops);
    withDoorsShut(() => {
      for (const state of late) search.expandLate(state);
      search.settle();
    });
    search.lookAtMemory();
  }

  get #isOver(): boolean {
    return this.isStopped || this.search.stopped !== undefined;
  }

  /** Lets the threads expand states, and looks into what they leave to this one, but for the states whose steps they do not know. */
  async #expand(from: number, to: number, list?: Int32Array): Promise<readonly Report[]> {
    const { search } = this;
    const counters = this.#counters;
    const first = search.rows.count;
    this.#brief();
    Atomics.store(counters, CURSOR, from);
    Atomics.store(counters, ROWS, search.rows.count);
    const reports: Report[] = [];
    let unfinished = true;
    let spares: Report['spare'][] = [];
    while (unfinished && search.stopped === undefined) {
      const limit = this.#limit();
      const memory = this.#memoryFor(limit);
      const found = await this.#all({
        kind: 'work',
        to,
        ...(list && { list }),
        limit,
        counters,
        ...(memory && { memory }),
      });
      reports.push(...found);
      spares = found.map(({ spare }) => spare);
      search.bytesElsewhere = sum(found, 'bytes');
      if (found.some(({ outOfHeap }) => outOfHeap)) search.giveUp('memory');
      unfinished = found.some(({ outOfRoom }) => outOfRoom) && !this.#isOver;
      if (unfinished) await this.#makeRoom(limit, spares);
    }
    this.#close(spares);
    if (this.isStopped) return reports;
    if (search.rows.count > search.budget.maxStates) search.giveUp('states');
    withDoorsShut(() => this.#lookInto(reports, first));
    return reports;
  }

  /** Asks what the threads left to this one; their states begin with the first. */
  #lookInto(reports: readonly Report[], first: number): void {
    const { judge, rows, layout } = this.search;
    judge.setLayout(layout);
    const open = judge.ofStates.map((number) => ({ number, width: widthOf(judge, number) }));
    for (const doubt of reports.flatMap(({ doubts }) => doubts)) {
      const state = this.#moved.get(doubt.state) ?? doubt.state;
      judge.lookAgain(doubt.case, rows.read(state), state);
    }
    // Threads took states for the same that differ in what a predicate was seen to read only now.
    for (const { number, width } of open)
      if (widthOf(judge, number) > width)
        for (let state = first; state < rows.count; state++) judge.lookAgain(number, rows.read(state), state);
    for (const state of reports.flatMap(({ deadlocks }) => deadlocks))
      judge.onDeadlock(rows.read(state), 0, state);
  }

  /**
   * Rows may be numbered up to this: as many as the set has room for, and as the budgets allow. Each thread may hold rows that it does
   * not fill, so the limit of states is a little higher.
   */
  #limit(): number {
    const { rows, visited, budget, bytes } = this.search;
    const affordable = rows.affordable(budget.maxMemory - bytes);
    return Math.min(visited.capacity, affordable, budget.maxStates + this.workers * ROWS_AT_ONCE);
  }

  /** Room for so many rows; undefined where the threads have it already. */
  #memoryFor(limit: number): Memory | undefined {
    const { rows, visited } = this.search;
    rows.reserve(limit);
    const { chunks, parents } = rows;
    const { entries } = visited;
    const known = this.#memory;
    if (known?.entries === entries && known.chunks === chunks && this.#chunksTold === chunks.length)
      return undefined;
    this.#memory = { chunks, parents, entries };
    this.#chunksTold = chunks.length;
    return this.#memory;
  }

  /** Where rows went when the gaps between the threads' rows were closed. */
  #moved = new Map<number, number>();

  /** Fills the rows that threads took and did not use with the last ones. */
  #close(spares: readonly Report['spare'][]): void {
    const { rows, visited } = this.search;
    this.#moved = new Map();
    const unused = new Set(
      spares.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)),
    );
    let last = Atomics.load(this.#counters, ROWS) - 1;
    for (const gap of [...unused].sort((a, b) => a - b)) {
      while (unused.has(last)) last--;
      if (gap > last) break;
      visited.renumber(rows, last, gap);
      rows.move(last, gap);
      unused.delete(gap);
      this.#moved.set(last, gap);
      last--;
    }
    while (unused.has(last)) last--;
    rows.count = last + 1;
  }

  /** Makes the set larger, all threads entering their part of the rows anew. */
  async #makeRoom(limit: number, spares: readonly Report['spare'][]): Promise<void> {
    const { search, workers } = this;
    const { visited, rows, budget } = search;
    const count = Atomics.load(this.#counters, ROWS);
    const unfilled = spares.reduce((sum, { from, to }) => sum + to - from, 0);
    if (count - unfilled > budget.maxStates) return search.giveUp('states');
    const isAffordable = limit === visited.capacity && search.bytes + visited.bytesToGrow <= budget.maxMemory;
    if (!isAffordable || !isAllocated(() => visited.enlarge())) return search.giveUp('memory');
    // Rows that are not filled must not be entered.
    const filled = spares
      .filter(({ from, to }) => from < to)
      .sort((a, b) => a.from - b.from)
      .reduceRight<[number, number][]>(
        ([first, ...rest], { from, to }) => [[first![0], from], [to, first![1]], ...rest],
        [[0, count]],
      );
    const { entries } = visited;
    const { words, chunks } = rows;
    for (const [from, to] of filled) {
      const share = Math.ceil((to - from) / workers);
      await this.#each((at) => ({
        kind: 'refill',
        from: Math.min(to, from + at * share),
        to: Math.min(to, from + (at + 1) * share),
        words,
        chunks,
        entries,
      }));
    }
  }

  /** Starts the threads, and tells them of the system. */
  #starts(): Promise<Thread>[] {
    const { tables, system } = this.search;
    const { processes, network, clock } = tables;
    const cutOff = new Set<string>();
    for (const { id: from } of processes)
      for (const { id: to } of processes) if (tables.isCutOff(from, to)) cutOff.add(`${from} ${to}`);
    const introduction: Order = {
      kind: 'introduction',
      network: system.network,
      processes: processes.map(({ number, id, acts, inputs }) => ({
        number,
        id,
        acts,
        inputs: inputs.map(({ type }) => ({ type })),
      })),
      actors: { network, clock },
      cutOff,
    };
    return Array.from({ length: this.workers }, async () => {
      const thread = await this.begin();
      thread.tell(introduction);
      return thread;
    });
  }

  /** Tells the threads what they do not know yet. */
  #brief(): void {
    const { judge, layout } = this.search;
    judge.setLayout(layout);
    const caseOf = (number: number): CaseImage => {
      const { property, question } = judge.cases[number]!;
      return { number, wanted: property.kind === 'sometimes', memo: question.image() };
    };
    const { widths, messages } = layout;
    const briefing: Briefing = {
      kind: 'briefing',
      ...(this.#layout !== layout && { layout: { widths, messages } }),
      news: this.#news(),
      states: judge.ofStates.map(caseOf),
      deadlocks: judge.watchesDeadlocks,
    };
    this.#layout = layout;
    for (const thread of this.#threads) thread.tell(briefing);
  }

  /** What the tables have that the threads were not told of. */
  #news(): News {
    const { processes, order, envelopes, emissions, carried, network } = this.search.tables;
    const told = this.#told;
    const steps: number[] = [];
    for (let at = told.order; at < order.length; at += 3) {
      const [process, state, event] = [order[at]!, order[at + 1]!, order[at + 2]!];
      const { entries } = processes[process]!.steps;
      const entry = processes[process]!.steps.find(state, event);
      steps.push(process, state, event, entries[entry + 2]!, entries[entry + 3]!);
    }
    const partitions = network === undefined ? [] : (processes[network]!.states as Partition[]);
    const news: News = {
      steps: Int32Array.from(steps),
      envelopes: envelopes.slice(told.envelopes).map(({ from, sender, receivers, event, channel }) => ({
        from,
        sender,
        receivers,
        kind: `${event.type} ${channel}`,
      })),
      emissions: emissions.slice(told.emissions).map(({ messages, instants }) => ({ messages, instants })),
      carried: carried.slice(told.carried),
      partitions,
    };
    this.#told = {
      order: order.length,
      envelopes: envelopes.length,
      emissions: emissions.length,
      carried: carried.length,
    };
    return news;
  }

  #all(order: Order): Promise<readonly Report[]> {
    return this.#each(() => order);
  }

  #each(orderOf: (thread: number) => Order): Promise<readonly Report[]> {
    return Promise.all(
      this.#threads.map((thread, at) => {
        const report = thread.report();
        thread.tell(orderOf(at));
        return report;
      }),
    );
  }
}

/** How much a property was seen to read. */
function widthOf({ cases }: Judge, number: number): number {
  return cases[number]!.question.footprints.reduce(
    (sum, { processes, messageTypes }) => sum + processes.size + messageTypes.size,
    0,
  );
}

/** The states that some thread could not expand, in order. */
function lateIn(reports: readonly Report[]): readonly number[] {
  return reports.flatMap(({ late }) => late).sort((a, b) => a - b);
}

function sum(reports: readonly Report[], key: 'transitions' | 'selfLoops' | 'bytes'): number {
  return reports.reduce((total, report) => total + report[key], 0);
}
