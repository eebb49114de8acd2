/**
 * The same search on several threads. A level's states are shared out; each thread expands what it gets and enters what is new into
 * one set in shared memory. What a thread cannot know, a step never taken or a question never asked, it leaves to this one, which does it
 * when the level is done. Levels end together, so depths, counts and verdicts are those of one thread.
 */
import type { Partition } from '../faults.js';
import type { Layout } from '../layout.js';
import type { Search } from '../search.js';
import {
  type Briefing,
  type CaseImage,
  COUNTERS,
  CURSOR,
  type Doubt,
  type Order,
  type Report,
  ROWS,
  ROWS_AT_ONCE,
  STOP,
  type TablesImage,
} from './protocol.js';
import { startThread, type Thread } from './threads.js';

/** States in a level below which sharing out costs more than it saves. */
export const LARGE_LEVEL = 4096;

export class Pool {
  readonly #counters = new Int32Array(new SharedArrayBuffer(COUNTERS * 4));
  #briefed: { layout: Layout; localSteps: number } | undefined;

  #threads: readonly Thread[] = [];

  /** No thread is started before there is a level to share out. */
  constructor(
    readonly search: Search,
    readonly workers: number,
  ) {}

  /** Whether a system can be searched by several threads; the others are by one. */
  static suits({ system, sequences, canonical, ample, fingerprints, judge }: Search): boolean {
    const looksAtGraph = judge.cases.some(
      ({ property: { kind } }) => kind === 'leads-to' || kind === 'always-possible',
    );
    const reductions = [sequences, canonical, ample, fingerprints, system.within];
    return reductions.every((each) => each === undefined) && !looksAtGraph;
  }

  end(): void {
    for (const thread of this.#threads) thread.end();
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
    const counters = this.#counters;
    if (this.#threads.length === 0)
      this.#threads = await Promise.all(Array.from({ length: this.workers }, startThread));
    this.#brief();
    Atomics.store(counters, CURSOR, from);
    Atomics.store(counters, ROWS, search.rows.count);
    const reports: Report[] = [];
    let unfinished = true;
    let spares: Report['spare'][] = [];
    while (unfinished && search.stopped === undefined) {
      const limit = Math.min(search.visited.capacity, search.budget.maxStates + this.workers * ROWS_AT_ONCE);
      search.rows.reserve(limit);
      const { chunks, parents } = search.rows;
      const { entries } = search.visited;
      const found = await this.#all({ kind: 'work', to, limit, counters, chunks, parents, entries });
      reports.push(...found);
      spares = found.map(({ spare }) => spare);
      unfinished = found.some(({ outOfRoom }) => outOfRoom) && !this.isStopped;
      if (unfinished) await this.#makeRoom(spares);
    }
    this.#close(spares);
    search.takeLevel(sum(reports, 'transitions'), sum(reports, 'selfLoops'));
    if (this.isStopped) return;
    if (search.rows.count > search.budget.maxStates) search.stopped = 'states';
    const { judge, rows, layout } = search;
    judge.setLayout(layout);
    for (const doubt of reports.flatMap(({ doubts }) => doubts)) this.#lookAgain(doubt);
    for (const state of reports.flatMap(({ deadlocks }) => deadlocks))
      judge.onDeadlock(rows.read(state), 0, state);
    for (const state of reports.flatMap(({ late }) => late).sort((a, b) => a - b)) search.expandLate(state);
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

  #lookAgain({ case: number, state, step }: Doubt): void {
    const { judge, rows } = this.search;
    const now = (row: number): number => this.#moved.get(row) ?? row;
    if (step === undefined) {
      judge.lookAgain(number, rows.read(now(state)), { state: now(state) });
      return;
    }
    const pair = new Int32Array(rows.words * 2);
    pair.set(rows.read(state));
    pair.set(rows.read(now(step.to)), rows.words);
    judge.lookAgain(number, pair, { state, step: { process: step.process, event: step.event } });
  }

  /** Makes the set larger, all threads entering their part of the rows anew. */
  async #makeRoom(spares: readonly Report['spare'][]): Promise<void> {
    const { search, workers } = this;
    const { visited, rows, budget } = search;
    const count = Atomics.load(this.#counters, ROWS);
    if (count >= budget.maxStates) search.stopped = 'states';
    else if (search.bytes + visited.bytesToGrow > budget.maxMemory) search.stopped = 'memory';
    if (search.stopped !== undefined) return;
    visited.enlarge();
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

  /** Tells the threads what they do not know yet. */
  #brief(): void {
    const { tables, judge, layout, system } = this.search;
    judge.setLayout(layout);
    const isNewLayout = this.#briefed?.layout !== layout;
    const isNewTable = this.#briefed?.localSteps !== tables.localSteps;
    const caseOf = (number: number): CaseImage => {
      const { property, question } = judge.cases[number]!;
      return { number, wanted: property.kind === 'sometimes', memo: question.image() };
    };
    const { states, steps } = judge.open;
    const briefing: Briefing = {
      kind: 'briefing',
      network: system.network,
      ...(isNewLayout && { layout: { widths: layout.widths, messages: layout.messages } }),
      ...((isNewTable || isNewLayout) && { tables: imageOf(this.search) }),
      states: states.map(caseOf),
      steps: steps.map(caseOf),
      deadlocks: judge.watchesDeadlocks,
    };
    this.#briefed = { layout, localSteps: tables.localSteps };
    for (const thread of this.#threads) thread.tell(briefing);
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

function imageOf({ tables }: Search): TablesImage {
  const { processes, envelopes, emissions, carried, network, clock } = tables;
  const kinds = envelopes.map(({ event, channel }) => `${event.type} ${channel}`);
  const cutOff = new Set<string>();
  for (const { id: from } of processes)
    for (const { id: to } of processes) if (tables.isCutOff(from, to)) cutOff.add(`${from} ${to}`);
  return {
    processes: processes.map(({ number, id, acts, inputs, states, steps }) => ({
      number,
      id,
      acts,
      inputs: inputs.map(({ type }) => ({ type })),
      states: number === network ? states.map((state) => ({ split: (state as Partition).split })) : [],
      steps: steps.entries,
      size: steps.size,
    })),
    envelopes: envelopes.map(({ from, sender, receivers }, at) => ({
      from,
      sender,
      receivers,
      kind: kinds[at]!,
    })),
    emissions: emissions.map(({ messages, instants }) => ({ messages, instants })),
    carried,
    network,
    clock,
    cutOff,
  };
}

function sum(reports: readonly Report[], key: 'transitions' | 'selfLoops'): number {
  return reports.reduce((total, report) => total + report[key], 0);
}
