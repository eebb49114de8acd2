/**
 * The same search on several threads, of which this is one. A level's states are shared out; each thread expands what it gets and enters
 * what is new into one set in shared memory. What another thread cannot know, a step never taken or a question never asked, it leaves to
 * this one. Levels end together, so depths, counts and verdicts are those of one thread.
 */

import { pause, SLICE } from '../../host/budget.js';
import { now } from '../../host/clock.js';
import { withDoorsShut } from '../../participant/sandbox.js';
import type { Span } from '../levels.js';
import type { Search } from '../search.js';
import { Asker } from './asker.js';
import { lookAgainAt, lookInto, widthsIn } from './doubts.js';
import { Expander } from './expander.js';
import { COUNTERS, CURSOR, END, HALT, type Order, type Report, ROWS, STOP, type Work } from './protocol.js';
import { Room } from './room.js';
import { Teller } from './teller.js';
import { startThread, type Thread } from './threads.js';

/** States in a level below which sharing out costs more than it saves, and in all levels below which no thread is started. */
export const LARGE_LEVEL = 4096;
export const LARGE_SEARCH = 2048;

export class Pool {
  readonly #counters = new Int32Array(new SharedArrayBuffer(COUNTERS * 4));
  readonly #room: Room;
  readonly #teller: Teller;
  /** This thread's part. */
  readonly #own: Expander;
  readonly #asker: Asker;
  #threads: readonly Thread[] = [];
  #starting: Promise<readonly Thread[]> | undefined;
  #ready: Promise<unknown> | undefined;
  /** What the code of a participant or a property threw in this thread's part. */
  #failure: { readonly error: unknown } | undefined;
  /** Whether the other threads are there, or cannot be started: {@link expandLevel} does not wait for them. */
  isReady = false;

  /**
   * @param workers threads, this one included.
   * @param begin starts one.
   * @param takesPart whether this thread expands what it need not, too.
   */
  constructor(
    readonly search: Search,
    readonly workers: number,
    readonly begin: () => Promise<Thread> = startThread,
    readonly takesPart = true,
  ) {
    this.#room = new Room(search, workers);
    this.#teller = new Teller(search);
    this.#asker = new Asker(search);
    // Its heap is looked at with the search.
    this.#own = new Expander(search.successors, () => false);
  }

  /** Starts the other threads, so that they are there when there is a level to share out. */
  start(): void {
    if (this.#starting !== undefined) return;
    const introduction = this.#teller.introduction();
    this.#starting = Promise.all(Array.from({ length: this.workers - 1 }, this.begin));
    this.#ready = this.#starting.then(async (threads) => {
      await Promise.all(threads.map(({ ready }) => ready));
      for (const thread of threads) thread.tell(introduction);
      this.#threads = threads;
    });
    // A thread that cannot be started is an error when it is needed, and not before.
    const settled = (): void => {
      this.isReady = true;
    };
    this.#ready.then(settled, settled);
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
    Atomics.store(this.#counters, STOP, END);
  }

  /** States found so far, in the midst of a level. */
  get states(): number {
    return Math.max(this.search.rows.count, Atomics.load(this.#counters, ROWS));
  }

  /** Expands a level. */
  async expandLevel(): Promise<void> {
    const { search } = this;
    const counters = this.#counters;
    this.start();
    await this.#ready;
    this.#room.begin();
    const level = search.levels.rest;
    const { count } = search.rows;
    const widths = widthsIn(search.judge);
    const all: Report[] = [];
    Atomics.store(counters, CURSOR, level.from);
    for (let goesOn = true; goesOn && !this.#isOver; ) {
      Atomics.compareExchange(counters, STOP, HALT, 0);
      const reports = await this.#expand(level);
      all.push(...reports);
      const isAnyLeft = reports.slice(-this.workers).some(({ left }) => left > 0);
      goesOn = isAnyLeft || Atomics.load(counters, CURSOR) < level.to;
      if (!this.#isOver) withDoorsShut(() => search.expandLate(lateIn(reports)));
    }
    // A level that was not searched to its end is as if it had not begun, but for the states that were found.
    if (this.#isOver) return;
    search.takeLevel({
      transitions: sum(all, 'transitions'),
      selfLoops: sum(all, 'selfLoops'),
      beyondBounds: sum(all, 'beyondBounds'),
    });
    withDoorsShut(() => lookAgainAt(search, level, count, widths));
    search.lookAtMemory();
  }

  get #isOver(): boolean {
    return Atomics.load(this.#counters, STOP) === END || this.search.stopped !== undefined;
  }

  /** Lets the threads expand states, and looks into what they leave to this one, but for the states whose steps they do not know. */
  async #expand({ from, to }: Span): Promise<readonly Report[]> {
    const { search } = this;
    const counters = this.#counters;
    if (search.judge.within !== undefined)
      withDoorsShut(() => {
        for (let state = from; state < to; state++) search.isWithin(state);
      });
    const briefing = this.#teller.briefing();
    for (const thread of this.#threads) thread.tell(briefing);
    this.#own.begin(search.layout, this.#asker);
    Atomics.store(counters, ROWS, search.rows.count);
    const reports: Report[] = [];
    let unfinished = true;
    let spares: readonly Span[] = [];
    while (unfinished && search.stopped === undefined && this.#failure === undefined) {
      const limit = this.#room.limit(Atomics.load(counters, ROWS));
      const memory = this.#room.for(limit);
      const work = { kind: 'work', to, limit, counters, ...(memory && { memory }) } as const;
      const found = await this.#each(
        () => this.#takePart(work),
        () => work,
      );
      reports.push(...found);
      spares = found.map(({ spare }) => spare);
      search.bytesElsewhere = sum(found.slice(1), 'bytes');
      if (found.some(({ outOfHeap }) => outOfHeap)) search.giveUp('memory');
      unfinished = found.some(({ outOfRoom }) => outOfRoom) && !this.#isOver;
      const count = Atomics.load(counters, ROWS);
      if (unfinished)
        for (const [mine, ...orders] of this.#room.enlarge(limit, spares, count))
          await this.#each(
            async () => this.#own.refill(mine!),
            (at) => orders[at]!,
          );
    }
    const moved = this.#room.close(spares, Atomics.load(counters, ROWS));
    search.judge.renumber(moved);
    if (this.#failure !== undefined) throw this.#failure.error;
    if (Atomics.load(counters, STOP) === END) return reports;
    if (search.rows.count > search.budget.maxStates) search.giveUp('states');
    const doubts = reports.map((report) => report.doubts);
    withDoorsShut(() => lookInto(search, doubts, moved));
    return reports;
  }

  /** Expands states on this thread, in slices of time. It ends early where a row must be laid out anew, and so do the others. */
  async #takePart(work: Work): Promise<Report> {
    const { search } = this;
    const halt = (): number => Atomics.compareExchange(this.#counters, STOP, 0, HALT);
    try {
      while (this.takesPart) {
        const report = withDoorsShut(() => this.#own.expand(work, now() + SLICE));
        if (report !== undefined) return report;
        await pause();
        search.lookAtMemory();
        if (search.stopped !== undefined) halt();
      }
    } catch (error) {
      // What was found so far is put in order before that is looked into.
      this.#failure = { error };
      halt();
    }
    return this.#own.report(false);
  }

  /** What this thread does, and meanwhile the others: their reports. */
  #each(own: () => Promise<Report>, orderOf: (thread: number) => Order): Promise<readonly Report[]> {
    const others = this.#threads.map((thread, at) => {
      const report = thread.report();
      thread.tell(orderOf(at));
      return report;
    });
    return Promise.all([own(), ...others]);
  }
}

/** The states that some thread could not expand, in order. */
function lateIn(reports: readonly Report[]): readonly number[] {
  return reports.flatMap(({ late }) => late).sort((a, b) => a - b);
}

type Summand = 'transitions' | 'selfLoops' | 'beyondBounds' | 'bytes';

function sum(reports: readonly Report[], key: Summand): number {
  return reports.reduce((total, report) => total + report[key], 0);
}
