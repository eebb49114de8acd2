/**
 * Explores several instances at once, each in a thread of its own: there is nothing that they would have to agree on, so that
 * many threads are put to better use than by one search after the other on all of them.
 */
import { availableParallelism } from 'node:os';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Progress } from '#model/index.js';
import { labelOf } from '../terminal/exploring.js';
import type { ProgressDisplay } from '../terminal/progress.js';
import { type ExploringOptions, type Found, findIn } from './explore-instance.js';
import type { Failed } from './outcome.js';
import type { Selected } from './select.js';

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

/** What comes of an instance; undefined where the time was up or the run interrupted before its turn. */
export type Outcome = Found | Failed | undefined;

/** What a thread has to say: how far it is, or what came of the instance. */
export type Report = { readonly progress: Progress } | { readonly outcome: Outcome };

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

/** What comes of each instance, in order. */
export async function* exploreAll(
  selected: readonly Selected[],
  circumstances: Circumstances,
): AsyncGenerator<Outcome> {
  const { options, remaining, display, signal, sourceOf } = circumstances;
  const { workers = availableParallelism() } = options;
  const threads = Math.min(workers, selected.length);
  const isElsewhere = selected.every(({ chapter }) => sourceOf(chapter.id) !== undefined);
  if (threads > 1 && isElsewhere) yield* inThreads(selected, circumstances, workers, threads);
  else for (const one of selected) yield await orError(findIn(one, options, remaining(), display, signal));
}

/** An instance that cannot be explored is no reason to say nothing of the others. */
export function orError(finding: Promise<Outcome>): Promise<Outcome> {
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
): AsyncGenerator<Outcome> {
  const settle: ((outcome: Outcome) => void)[] = [];
  const outcomes = selected.map(
    (_, at) =>
      new Promise<Outcome>((resolve) => {
        settle[at] = resolve;
      }),
  );
  const all = Array.from(
    { length: threads },
    () => new Worker(new URL('./instances-thread.js', import.meta.url)),
  );
  const shared = { ...options, workers: Math.floor(workers / threads) };
  const waiting = selected.entries();
  const work = async (thread: Worker): Promise<void> => {
    for (const [at, one] of waiting) {
      const { id, instances } = one.chapter;
      const running = display.start(labelOf(one));
      const order = {
        source: sourceOf(id)!,
        chapter: id,
        instance: instances.indexOf(one.instance),
        options: shared,
        remainingMs: remaining(),
      };
      const isOver = signal.aborted || order.remainingMs <= 0;
      settle[at]!(isOver ? undefined : await obeyed(thread, order, (progress) => running.update(progress)));
      running.end();
    }
  };
  const onAbort = (): void => {
    for (const thread of all) thread.postMessage('stop' satisfies Order);
  };
  signal.addEventListener('abort', onAbort);
  try {
    for (const thread of all) void work(thread);
    for (const outcome of outcomes) yield await outcome;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await Promise.all(all.map((thread) => thread.terminate()));
  }
}

/** What comes of an order. A thread that ends meanwhile has nothing to say, and nor has one that ended before. */
function obeyed(
  thread: Worker,
  order: Exclude<Order, 'stop'>,
  onProgress: (progress: Progress) => void,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const end = (outcome: Outcome): void => {
      for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event);
      resolve(outcome);
    };
    const died = (why: string): void =>
      end({ error: `a thread that explores ended: ${why}; there is no verdict` });
    thread.on('message', (report: Report) => {
      if ('progress' in report) onProgress(report.progress);
      else end(report.outcome);
    });
    thread.on('error', (error) => died(String(error)));
    thread.on('exit', (code) => died(`it exited with code ${code}`));
    if (thread.threadId === -1) died('it had ended before');
    else thread.postMessage(order satisfies Order);
  });
}
