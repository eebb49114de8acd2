/**
 * The same search on several threads. A level's states are shared out; each thread expands what it gets and enters what is new into
 * one set in shared memory. What a thread cannot know, a step never taken or a question never asked, it leaves to this one, which does it
 * when the level is done. Levels end together, so depths, counts and verdicts are those of one thread.
 */

import { withDoorsShut } from '../../participant/sandbox.js';
import type { Span } from '../levels.js';
import type { Search } from '../search.js';
import { lookInto, takeMissing } from './doubts.js';
import { COUNTERS, CURSOR, type Order, type Report, ROWS, STOP } from './protocol.js';
import { Room } from './room.js';
import { Teller } from './teller.js';
import { startThread, type Thread } from './threads.js';

/** States in a level below which sharing out costs more than it saves, and in all levels below which no thread is started. */
export const LARGE_LEVEL = 4096;
export const LARGE_SEARCH = 2048;
/** The same for the states of a level whose steps were not all known. */
const FEW = 64;

/** States of a level: those from one number to before another, or those of a list. */
interface Share extends Span {
  readonly list?: Int32Array;
}

export class Pool {
  readonly #counters = new Int32Array(new SharedArrayBuffer(COUNTERS * 4));
  readonly #room: Room;
  readonly #teller: Teller;
  #threads: readonly Thread[] = [];
  #starting: Promise<readonly Thread[]> | undefined;

  constructor(
    readonly search: Search,
    readonly workers: number,
    readonly begin: () => Promise<Thread> = startThread,
    /** States of a level whose steps were not all known, up to which they are left to this thread. */
    readonly few = FEW,
  ) {
    this.#room = new Room(search, workers);
    this.#teller = new Teller(search);
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
    this.start();
    this.#threads = await this.#starting!;
    this.#room.begin();
    let reports = await this.#expand(search.levels.rest);
    const all = [...reports];
    let late = lateIn(reports);
    while (late.length > this.few && !this.#isOver) {
      withDoorsShut(() =>
        takeMissing(
          search,
          reports.flatMap(({ missing }) => missing),
        ),
      );
      if (this.#isOver) break;
      const list = new Int32Array(new SharedArrayBuffer(late.length * 4));
      list.set(late);
      reports = await this.#expand({ from: 0, to: list.length, list });
      all.push(...reports);
      late = lateIn(reports);
    }
    // A level that was not searched to its end is as if it had not begun, but for the states that were found.
    if (this.#isOver) return;
    search.takeLevel({
      transitions: sum(all, 'transitions'),
      selfLoops: sum(all, 'selfLoops'),
      beyondBounds: sum(all, 'beyondBounds'),
    });
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
  async #expand(share: Share): Promise<readonly Report[]> {
    const { search } = this;
    const counters = this.#counters;
    const first = search.rows.count;
    if (search.judge.within !== undefined)
      withDoorsShut(() => {
        for (const state of statesOf(share)) search.isWithin(state);
      });
    const briefing = this.#teller.briefing();
    for (const thread of this.#threads) thread.tell(briefing);
    Atomics.store(counters, CURSOR, share.from);
    Atomics.store(counters, ROWS, first);
    const reports: Report[] = [];
    let unfinished = true;
    let spares: readonly Span[] = [];
    while (unfinished && search.stopped === undefined) {
      const limit = this.#room.limit(Atomics.load(counters, ROWS));
      const memory = this.#room.for(limit);
      const { to, list } = share;
      const work = {
        kind: 'work',
        to,
        ...(list && { list }),
        limit,
        counters,
        ...(memory && { memory }),
      } as const;
      const found = await this.#each(() => work);
      reports.push(...found);
      spares = found.map(({ spare }) => spare);
      search.bytesElsewhere = sum(found, 'bytes');
      if (found.some(({ outOfHeap }) => outOfHeap)) search.giveUp('memory');
      unfinished = found.some(({ outOfRoom }) => outOfRoom) && !this.#isOver;
      const count = Atomics.load(counters, ROWS);
      if (unfinished)
        for (const orders of this.#room.enlarge(limit, spares, count)) await this.#each((at) => orders[at]!);
    }
    const moved = this.#room.close(spares, Atomics.load(counters, ROWS));
    if (this.isStopped) return reports;
    if (search.rows.count > search.budget.maxStates) search.giveUp('states');
    const doubts = reports.map((report) => report.doubts);
    const expanded = (): Iterable<number> => without(statesOf(share), new Set(lateIn(reports)));
    withDoorsShut(() => lookInto(search, { doubts, expanded, first, moved }));
    return reports;
  }

  /** Starts the threads, and tells them of the system. */
  #starts(): Promise<Thread>[] {
    const introduction = this.#teller.introduction();
    return Array.from({ length: this.workers }, async () => {
      const thread = await this.begin();
      thread.tell(introduction);
      return thread;
    });
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

function* statesOf({ from, to, list }: Share): Iterable<number> {
  for (let at = from; at < to; at++) yield list === undefined ? at : list[at]!;
}

function* without(states: Iterable<number>, left: ReadonlySet<number>): Iterable<number> {
  for (const state of states) if (!left.has(state)) yield state;
}

/** The states that some thread could not expand, in order. */
function lateIn(reports: readonly Report[]): readonly number[] {
  return reports.flatMap(({ late }) => late).sort((a, b) => a - b);
}

type Summand = 'transitions' | 'selfLoops' | 'beyondBounds' | 'bytes';

function sum(reports: readonly Report[], key: Summand): number {
  return reports.reduce((total, report) => total + report[key], 0);
}
