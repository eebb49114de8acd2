/** `synod check`: explores the instances asked for and compares each verdict with the one stated. */
import { availableParallelism } from 'node:os';
import {
  type AnySystem,
  type Exploration,
  type ExploreOptions,
  explore,
  type Property,
  type StateOf,
} from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import { dropCheckpoint, loadCheckpoint, saveCheckpoint } from './checkpoint-file.js';
import { type Decided, decidedOf, exitCodeOf } from './decided.js';
import { type ExitCode, UsageError, worseOf } from './exit.js';
import { type Format, formatted } from './formats/format.js';
import { tellingOf } from './formats/telling.js';
import { type Io, painter } from './io.js';
import { type ProgressDisplay, progressDisplay } from './progress.js';
import { instanceReport, summary } from './report.js';
import { type Selected, select } from './select.js';
import { saveTraces } from './trace-file.js';
import { againstVerdicts, keepVerdicts, keptVerdicts } from './verdicts.js';

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
  /** Threads of each search; as many as there are processors when left out. */
  readonly workers?: number;
  /** Explore one state of each class of states that differ only in names. */
  readonly symmetry?: boolean;
  /** A file in which the search is put aside every so often, and from which it goes on if the file is there. */
  readonly checkpoint?: string;
  /** Short for the format `json`. */
  readonly json?: boolean;
  /** How the verdicts are told; as text when left out. */
  readonly format?: Format;
  /** By the chapter's id, the file that a system of one's own was loaded from. */
  readonly files?: ReadonlyMap<string, string>;
  /** This program's. */
  readonly version?: string;
  /** A folder for the traces, one file each. */
  readonly traceOut?: string;
  /** A file of verdicts and sizes to compare with. */
  readonly verdicts?: string;
  /** The same, to be written. */
  readonly writeVerdicts?: string;
}

/**
 * Checks, prints, and says how it went.
 *
 * @throws UsageError where the options ask for what is not there.
 * @throws Error where a system cannot be explored: which, and why.
 */
export async function check(chapters: readonly Chapter[], options: CheckOptions, io: Io): Promise<ExitCode> {
  const selected = select(chapters, options.chapters, options.instance);
  if (options.checkpoint !== undefined && selected.length > 1)
    throw new UsageError(
      `--checkpoint keeps one search; expected a chapter and an --instance that leave one, got ${selected.length}`,
    );
  const kept = keptVerdicts(selected, options);
  const format = options.json ? 'json' : (options.format ?? 'text');
  const paint = painter(io, io.out);
  const display = progressDisplay(io, format !== 'text');
  const remaining = stopwatch(options.timeout);
  const all: Decided[] = [];
  for (const one of selected) {
    const exploration = await exploreOne(one, options, remaining(), display, io.signal);
    const decided = decidedOf(one, exploration);
    all.push(...decided);
    if (format === 'text') io.out.write(instanceReport(one, decided, exploration, paint));
  }
  io.out.write(
    format === 'text'
      ? summary(all, paint)
      : formatted(format, all, tellingOf(selected, options.files), options.version ?? ''),
  );
  if (options.traceOut !== undefined) {
    const written = saveTraces(options.traceOut, all);
    io.err.write(`${written} ${written === 1 ? 'trace' : 'traces'} written to ${options.traceOut}\n`);
  }
  keepVerdicts(all, kept, selected, options, io);
  return worseOf(exitCodeOf(all), againstVerdicts(all, kept, selected, options, io));
}

/** What is left of a time, in milliseconds, whenever it is asked. */
function stopwatch(timeoutMs = Number.POSITIVE_INFINITY): () => number {
  const start = performance.now();
  return () => start + timeoutMs - performance.now();
}

/** Explores one instance; not at all when the time is up or the run is interrupted. */
export async function exploreOne(
  { chapter, instance }: Selected,
  {
    maxStates,
    maxMemory,
    workers = availableParallelism(),
    symmetry,
    checkpoint,
  }: Omit<CheckOptions, 'chapters'>,
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
      workers,
      ...(symmetry && { symmetry }),
      ...(checkpoint !== undefined && keptIn(checkpoint)),
      signal,
      onProgress: (progress) => display.update(progress),
      progressEveryMs: PROGRESS_EVERY_MS,
    });
    if (checkpoint !== undefined && exploration.complete) dropCheckpoint(checkpoint);
    return exploration;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${chapter.id}, instance '${instance.name}': ${message}`, { cause: error });
  } finally {
    display.end(exploration);
  }
}

const PROGRESS_EVERY_MS = 200;
const CHECKPOINT_EVERY_MS = 30_000;

/** Puts the search aside in a file, and goes on from it. */
function keptIn(file: string): Pick<ExploreOptions, 'checkpoint' | 'resume'> {
  const resume = loadCheckpoint(file);
  return {
    checkpoint: { everyMs: CHECKPOINT_EVERY_MS, save: (kept) => saveCheckpoint(file, kept) },
    ...(resume !== undefined && { resume }),
  };
}
