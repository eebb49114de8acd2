/** `synod check --verdicts` and `--write-verdicts`: the file of verdicts beside what was found. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Exit, type ExitCode, UsageError } from '../terminal/exit.js';
import { type Io, painter } from '../terminal/io.js';
import type { Format } from './formats/format.js';
import { command } from './formats/github.js';
import { type Decided, exitCodeOf } from './outcome.js';
import type { Selected } from './select.js';
import {
  type Asked,
  type Difference,
  differencesOf,
  refuseSameNames,
  renewed,
  told,
  WHAT_TO_DO,
} from './verdict-differences.js';
import { type Pinned, pinnedOf, readVerdicts, writeVerdicts } from './verdict-file.js';

/** What of the options of `synod check` concerns the file of verdicts. */
export interface VerdictsOptions {
  /** Chapters by number, folder name or prefix; none for all. */
  readonly chapters: readonly string[];
  /** Only instances of this name. */
  readonly instance?: string;
  readonly symmetry?: boolean;
  /** Short for the format `json`. */
  readonly json?: boolean;
  /** How the verdicts are told; as text when left out. */
  readonly format?: Format;
  /** A file of verdicts and sizes to compare with. */
  readonly verdicts?: string;
  /** The same, to be written. */
  readonly writeVerdicts?: string;
}

/**
 * What the file holds before anything is explored, so that what is wrong is told at once; nothing where it is yet to be written.
 *
 * @throws UsageError where it cannot be read, or is to be compared with and not there, or cannot hold these instances.
 */
export function keptVerdicts(
  selected: readonly Selected[],
  { verdicts, writeVerdicts: written }: VerdictsOptions,
): readonly Pinned[] {
  if (verdicts === undefined && written === undefined) return [];
  refuseSameNames(selected);
  if (verdicts !== undefined) return readVerdicts(verdicts);
  if (existsSync(written!)) return readVerdicts(written!);
  if (!existsSync(dirname(written!)))
    throw new UsageError(
      `--write-verdicts ${written}: there is no folder '${dirname(written!)}'; expected one that is there, make it first`,
    );
  return [];
}

/** Compares with the file, where one is named, and tells the differences. */
export function againstVerdicts(
  decided: readonly Decided[],
  kept: readonly Pinned[],
  selected: readonly Selected[],
  options: VerdictsOptions,
  io: Io,
): ExitCode {
  const { verdicts: file, symmetry } = options;
  if (file === undefined) return Exit.asStated;
  const found = pinnedOf(decided, symmetry);
  const differences = differencesOf(found, kept, askedOf(selected, options));
  const format = options.json ? 'json' : (options.format ?? 'text');
  if (format === 'github') io.out.write(annotations(file, differences));
  else if (differences.length > 0) {
    // Documents stay whole.
    const output = format === 'text' ? io.out : io.err;
    output.write(`${painter(io, output)('red', '✗')} ${told(file, differences)}`);
  } else if (format === 'text')
    io.out.write(`${found.length} ${found.length === 1 ? 'instance' : 'instances'} as kept in ${file}\n`);
  return differences.length > 0 ? Exit.notAsStated : Exit.asStated;
}

/** Writes the file, where one is named and every verdict is as stated: others are not to be kept. */
export function keepVerdicts(
  decided: readonly Decided[],
  kept: readonly Pinned[],
  selected: readonly Selected[],
  options: VerdictsOptions,
  io: Io,
): void {
  const { writeVerdicts: file, symmetry } = options;
  if (file === undefined) return;
  if (exitCodeOf(decided) !== Exit.asStated) {
    io.err.write(`${file} is left as it is, because not every claim is as stated; mend these first\n`);
    return;
  }
  writeVerdicts(file, renewed(pinnedOf(decided, symmetry), kept, askedOf(selected, options)));
  io.err.write(`verdicts written to ${file}\n`);
}

function askedOf(selected: readonly Selected[], { chapters, instance }: VerdictsOptions): Asked {
  const isWholeChapters = instance === undefined;
  return { selected, isWholeChapters, isEverything: isWholeChapters && chapters.length === 0 };
}

function annotations(file: string, differences: readonly Difference[]): string {
  return differences
    .map(({ chapter, instance, says }) =>
      command('error', { file, title: `${chapter} · ${instance}` }, `${says}\n${WHAT_TO_DO} ${file}`),
    )
    .map((line) => `${line}\n`)
    .join('');
}
