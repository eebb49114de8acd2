/**
 * Explores several instances at once, each in a thread of its own: there is nothing that they would have to agree on, so that
 * many threads are put to better use than by one search after the other on all of them.
 */
import { availableParallelism } from 'node:os';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Progress } from '#model/index.js';
import type { ProgressDisplay } from '../terminal/progress.js';
import { type ExploringOptions, type Found, findIn } from './explore-instance.js';
import type { Failed } from './outcome.js';
import { labelOf, type Selected } from './select.js';

/** Where a thread finds a chapter: in a module that exports `chapters`, or in a file of one's own. */
export type Source = { readonly module: string } | { readonly file: string };

/** An order to a thread: what to explore; or to come to an end with what it has. */
export type Order =
  | 'stop'
  | {
      readonly source: Source;
      readonly chapter: string;
      /** Which of the chapter's instances. */
      readonly instance: number;
      readonly options: ExploringOptions;
      readonly remainingMs: number;
    };

/** What a thread has to say. */
export type Report =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'found'; readonly found: Found | undefined }
  | { readonly kind: 'failed'; readonly message: string };

/** What the explorations of one command have in common. */
export interface Circumstances {
  readonly options: ExploringOptions;
  /** Milliseconds that are left. */
  readonly remaining: () => number;
  readonly display: ProgressDisplay;
  readonly signal: AbortSignal;
  /** Where the chapter is to be found; undefined where it is only here. */
  readonly sourceOf: (chapter: string) => Source | undefined;
}

/**
 * What comes of each instance, in order: what was found, or why it could not be explored; undefined where the time was up or the run
 * interrupted before its turn.
 */
export async function* exploreAll(
  selected: readonly Selected[],
  circumstances: Circumstances,
): AsyncGenerator<Found | Failed | undefined> {
  const { options, remaining, display, signal, sourceOf } = circumstances;
  const { workers = availableParallelism() } = options;
  const threads = Math.min(workers, selected.length);
  const isElsewhere = selected.every(({ chapter }) => sourceOf(chapter.id) !== undefined);
  if (threads > 1 && isElsewhere) yield* inThreads(selected, circumstances, workers, threads);
  else for (const one of selected) yield await orError(findIn(one, options, remaining(), display, signal));
}

/** An instance that cannot be explored is no reason to say nothing of the others. */
function orError(finding: Promise<Found | undefined>): Promise<Found | Failed | undefined> {
  return finding.catch((error) => ({
    error: error instanceof Error ? error.message : String(error),
    stack: inspect(error),
  }));
}

async function* inThreads(
  selected: readonly Selected[],
  { options, remaining, display, signal, sourceOf }: Circumstances,
  workers: number,
  threads: number,
): AsyncGenerator<Found | Failed | undefined> {
  const outcomes = selected.map(() => deferred<Found | Failed | undefined>());
  const all = Array.from({ length: threads }, () => new Thread());
  const shared = { ...plain(options), workers: Math.floor(workers / threads) };
  let next = 0;
  const work = async (thread: Thread): Promise<void> => {
    while (next < selected.length) {
      const at = next++;
      const one = selected[at]!;
      if (signal.aborted || remaining() <= 0) {
        outcomes[at]!.resolve(undefined);
        continue;
      }
      const { id, instances } = one.chapter;
      const running = display.start(labelOf(one));
      const order = {
        source: sourceOf(id)!,
        chapter: id,
        instance: instances.indexOf(one.instance),
        options: shared,
        remainingMs: remaining(),
      };
      const outcome = await thread.explore(order, (progress) => running.update(progress));
      running.end();
      outcomes[at]!.resolve(outcome.kind === 'failed' ? { error: outcome.message } : outcome.found);
    }
  };
  const onAbort = (): void => {
    for (const thread of all) thread.stop();
  };
  signal.addEventListener('abort', onAbort);
  try {
    for (const thread of all) void work(thread);
    for (const { promise } of outcomes) yield promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await Promise.all(all.map((thread) => thread.end()));
  }
}

/** The options alone: who calls may have more beside them, and not all of it can be sent to a thread. */
function plain({ maxStates, maxMemory, symmetry, gaps, profile }: ExploringOptions): ExploringOptions {
  return {
    ...(maxStates !== undefined && { maxStates }),
    ...(maxMemory !== undefined && { maxMemory }),
    ...(symmetry && { symmetry }),
    ...(gaps && { gaps }),
    ...(profile && { profile }),
  };
}

/** A promise, and what keeps it. */
function deferred<Value>(): { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void } {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}

/** A thread that explores what it is told, one instance after the other. */
class Thread {
  readonly #worker = new Worker(new URL('./instances-thread.js', import.meta.url));
  #died: string | undefined;
  #settle: ((outcome: Exclude<Report, { kind: 'progress' }>) => void) | undefined;
  #onProgress: (progress: Progress) => void = () => {};

  constructor() {
    this.#worker.on('message', (report: Report) => {
      if (report.kind === 'progress') this.#onProgress(report.progress);
      else this.#settle?.(report);
    });
    this.#worker.on('error', (error) => this.#die(String(error)));
    this.#worker.on('exit', (code) => this.#die(`it exited with code ${code}`));
  }

  explore(
    order: Exclude<Order, 'stop'>,
    onProgress: (progress: Progress) => void,
  ): Promise<Exclude<Report, { kind: 'progress' }>> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#onProgress = onProgress;
      if (this.#died === undefined) this.#worker.postMessage(order satisfies Order);
      else this.#die(this.#died);
    });
  }

  stop(): void {
    this.#worker.postMessage('stop' satisfies Order);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #die(why: string): void {
    this.#died ??= why;
    const message = `a thread that explores ended: ${this.#died}; there is no verdict`;
    this.#settle?.({ kind: 'failed', message });
  }
}
