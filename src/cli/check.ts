/** `synod check`: explores the instances asked for and compares each verdict with the one stated. */
import { type AnySystem, type Exploration, explore, type Property, type StateOf } from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import { type Decided, decidedOf, documentOf, exitCodeOf } from './decided.js';
import type { ExitCode } from './exit.js';
import { type Io, painter } from './io.js';
import { type ProgressDisplay, progressDisplay } from './progress.js';
import { instanceReport, summary } from './report.js';
import { type Selected, select } from './select.js';

export interface CheckOptions {
  /** Chapters by number, folder name or prefix; none for all. */
  readonly chapters: readonly string[];
  /** Only instances of this name. */
  readonly instance?: string;
  /** Distinct states, for each instance. */
  readonly maxStates?: number;
  /** Bytes of the search's tables, for each instance. */
  readonly maxMemory?: number;
  /** Milliseconds, for the whole run. */
  readonly timeout?: number;
  readonly json?: boolean;
}

/**
 * Checks, prints, and says how it went.
 *
 * @throws UsageError where the options ask for what is not there.
 * @throws Error where a system cannot be explored: which, and why.
 */
export async function check(chapters: readonly Chapter[], options: CheckOptions, io: Io): Promise<ExitCode> {
  const selected = select(chapters, options.chapters, options.instance);
  const json = options.json ?? false;
  const paint = painter(io, io.out);
  const display = progressDisplay(io, json);
  const remaining = stopwatch(options.timeout);
  const all: Decided[] = [];
  for (const one of selected) {
    const exploration = await exploreOne(one, options, remaining(), display, io.signal);
    const decided = decidedOf(one, exploration);
    all.push(...decided);
    if (!json) io.out.write(instanceReport(one, decided, exploration, paint));
  }
  io.out.write(json ? `${documentOf(all)}\n` : summary(all, paint));
  return exitCodeOf(all);
}

/** What is left of a time, in milliseconds, whenever it is asked. */
function stopwatch(timeoutMs = Number.POSITIVE_INFINITY): () => number {
  const start = performance.now();
  return () => start + timeoutMs - performance.now();
}

/** Explores one instance; not at all when the time is up or the run is interrupted. */
async function exploreOne(
  { chapter, instance }: Selected,
  { maxStates, maxMemory }: CheckOptions,
  remainingMs: number,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<Exploration | undefined> {
  if (signal.aborted || remainingMs <= 0) return undefined;
  const properties = instance.claims.map(({ property }) => property as Property<StateOf<AnySystem>>);
  let exploration: Exploration | undefined;
  display.start(`${chapter.id} / ${instance.name}`);
  try {
    exploration = await explore(instance.system, properties, {
      ...(maxStates !== undefined && { maxStates }),
      ...(maxMemory !== undefined && { maxMemory }),
      ...(Number.isFinite(remainingMs) && { timeoutMs: remainingMs }),
      signal,
      onProgress: (progress) => display.update(progress),
      progressEveryMs: PROGRESS_EVERY_MS,
    });
    return exploration;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${chapter.id}, instance '${instance.name}': ${message}`, { cause: error });
  } finally {
    display.end(exploration);
  }
}

const PROGRESS_EVERY_MS = 200;
