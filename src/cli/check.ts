/** `synod check`: explores the instances asked for and compares each verdict with the one stated. */
import type { Chapter } from '#spec/index.js';
import { type ExitCode, reportError, worseOf } from '../terminal/exit.js';
import { type Io, painter } from '../terminal/io.js';
import { progressDisplay } from '../terminal/progress.js';
import { plural } from '../terminal/units.js';
import type { ExploringOptions } from './explore-instance.js';
import { tellingOf } from './formats/claim-text.js';
import { formatted } from './formats/format.js';
import { chapterHead, Glance, runThatGoesWrong } from './glance.js';
import { exploreAll, type Source } from './instances.js';
import { type Decided, decidedOf, exitCodeOf, type Failed, isFailed } from './outcome.js';
import { withOverrides } from './override.js';
import { instanceReport, summary } from './report.js';
import { select } from './select.js';
import { makeFolder, saveTraces } from './trace-file.js';
import { type VerdictsOptions, verdictsKeeper } from './verdicts.js';

export interface CheckOptions extends ExploringOptions, Omit<VerdictsOptions, 'symmetry'> {
  /** Milliseconds, for the whole run. */
  readonly timeout?: number;
  /** By the chapter's id, the file that a system of one's own was loaded from. */
  readonly files?: ReadonlyMap<string, string>;
  /** The module that exports the other chapters, where there is one; several of their instances are explored at once. */
  readonly book?: URL;
  /** This program's. */
  readonly version?: string;
  /** A folder for the traces, one file each. */
  readonly traceOut?: string;
  /** Parts of machines to be overridden, each `ROLE.PART=VALUE`. */
  readonly override?: readonly string[];
  /** All tables, also of the whole book. */
  readonly verbose?: boolean;
}

/**
 * Checks, prints, and says how it went.
 *
 * An instance that cannot be explored is told in its place, and the others are checked all the same.
 *
 * @throws UsageError where the options ask for what is not there.
 */
export async function check(chapters: readonly Chapter[], options: CheckOptions, io: Io): Promise<ExitCode> {
  const named = select(chapters, options.chapters, options.instance);
  const selected = options.override === undefined ? named : withOverrides(named, options.override);
  const keep = verdictsKeeper(selected, options);
  if (options.traceOut !== undefined) makeFolder(options.traceOut, '--trace-out');
  const { format } = options;
  const paint = painter(io, io.out);
  const display = progressDisplay(io, format !== 'text', selected.length);
  const remaining = stopwatch(options.timeout);
  const all: Decided[] = [];
  // Without a rule there may be no end of states.
  const budgets = options.override === undefined ? {} : { maxStates: OVERRIDDEN_MAX };
  const circumstances = {
    options: { ...budgets, ...exploringIn(options) },
    remaining,
    display,
    signal: io.signal,
    sourceOf: sourcesOf(options),
  };
  const isNamed = options.chapters.length > 0 || options.instance !== undefined;
  const glance =
    isNamed || options.verbose || options.gaps || options.profile ? undefined : new Glance(selected, paint);
  let next = 0;
  if (glance !== undefined && format === 'text') io.out.write(chapterHead(paint));
  const errors: Failed[] = [];
  const told = new Map<string, string>();
  for await (const outcome of exploreAll(selected, circumstances)) {
    const one = selected[next++]!;
    const decided = decidedOf(one, outcome);
    all.push(...decided);
    if (isFailed(outcome)) errors.push(outcome);
    if (format !== 'text') continue;
    const report = (): string =>
      instanceReport(one, decided, outcome, paint, options.profile, io.out.columns || undefined, told);
    display.above(() =>
      io.out.write(glance === undefined ? report() : glance.tell(one, decided, outcome && report)),
    );
  }
  if (glance !== undefined && format === 'text')
    io.out.write(runThatGoesWrong(selected, all, paint, io.out.columns));
  io.out.write(
    format === 'text'
      ? summary(all, paint, glance !== undefined)
      : formatted(format, all, tellingOf(selected, options.files), options.version ?? ''),
  );
  if (options.traceOut !== undefined) {
    const written = saveTraces(options.traceOut, all);
    io.err.write(`${plural(written, 'trace')} written to ${options.traceOut}\n`);
  }
  for (const { error, stack } of errors) reportError(error, stack, io);
  return worseOf(exitCodeOf(all), keep(all, io));
}

/** Nothing else than is asked of each exploration: not all of the rest can be sent to a thread. */
function exploringIn(options: CheckOptions): ExploringOptions {
  const names = ['maxStates', 'maxMemory', 'workers', 'symmetry', 'gaps', 'profile'] as const;
  return Object.fromEntries(names.flatMap((name) => (name in options ? [[name, options[name]]] : [])));
}

/** States of an instance with something overridden, unless --max-states says otherwise. */
const OVERRIDDEN_MAX = 500_000;

/** What is left of a time, in milliseconds, whenever it is asked. */
function stopwatch(timeoutMs = Number.POSITIVE_INFINITY): () => number {
  const start = performance.now();
  return () => start + timeoutMs - performance.now();
}

/** Where other threads find the chapters. */
function sourcesOf({ files, book, override }: CheckOptions): (chapter: string) => Source | undefined {
  if (override !== undefined) return () => undefined;
  return (chapter) => {
    const file = files?.get(chapter);
    if (file !== undefined) return { file };
    return book && { module: book.href };
  };
}
