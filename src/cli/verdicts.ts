/** `synod check --verdicts` and `--write-verdicts`: the file of verdicts beside what was found. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { diffArrays } from 'diff';
import { type KeptVerdicts, linesOfVerdicts } from '#model/index.js';
import { Exit, type ExitCode, UsageError } from '../terminal/exit.js';
import { type Io, painter } from '../terminal/io.js';
import { plural } from '../terminal/units.js';
import type { Format } from './formats/format.js';
import { command } from './formats/github.js';
import { byInstance, type Decided, exitCodeOf, standing } from './outcome.js';
import type { Selected } from './select.js';
import { readVerdicts, writeVerdicts } from './verdict-file.js';

/** What of the options of `synod check` concerns the file of verdicts. */
export interface VerdictsOptions {
  /** Chapters by number, folder name or prefix; none for all. */
  readonly chapters: readonly string[];
  /** Only instances of this name. */
  readonly instance?: string;
  readonly symmetry?: boolean;
  /** How the verdicts are told. */
  readonly format: Format;
  /** A file of verdicts and sizes to compare with. */
  readonly verdicts?: string;
  /** The same, to be written. */
  readonly writeVerdicts?: string;
}

/**
 * Reads what the file holds before anything is explored, so that what is wrong with it is told at once.
 *
 * @returns what compares with the file, or writes it, once everything is decided.
 * @throws UsageError where it cannot be read, or is to be compared with and not there.
 */
export function verdictsKeeper(
  selected: readonly Selected[],
  options: VerdictsOptions,
): (decided: readonly Decided[], io: Io) => ExitCode {
  const { verdicts: file, writeVerdicts: target } = options;
  if (file !== undefined) {
    const kept = readVerdicts(file);
    return (decided, io) => compared(file, kept, decided, selected, options, io);
  }
  if (target === undefined) return () => Exit.asStated;
  if (!existsSync(dirname(target)))
    throw new UsageError(
      `--write-verdicts ${target}: there is no folder '${dirname(target)}'; expected one that is there, make it first`,
    );
  const kept = existsSync(target) ? readVerdicts(target) : [];
  return (decided, io) => {
    if (exitCodeOf(decided) === Exit.asStated) {
      writeVerdicts(target, renewed(foundIn(decided, options), kept, selected, options));
      io.err.write(`verdicts written to ${target}\n`);
    } else
      io.err.write(`${target} is left as it is, because not every claim is as stated; mend these first\n`);
    return Exit.asStated;
  };
}

/** Compares, and tells the differences, each an instance with the lines that the file has, and would have. */
function compared(
  file: string,
  kept: readonly KeptVerdicts[],
  decided: readonly Decided[],
  selected: readonly Selected[],
  options: VerdictsOptions,
  io: Io,
): ExitCode {
  const found = foundIn(decided, options);
  const [keptBy, foundBy] = [kept, found].map((all) => new Map(all.map((one) => [keyOf(one), one])));
  const explored = new Set(selected.map(keyOfSelected));
  const isAsked = scopeOf(selected, options);
  const gone = kept.filter((one) => isAsked(one) && !explored.has(keyOf(one)));
  const differences = [...found, ...gone].flatMap((one) => {
    const lines = changed(keptBy!.get(keyOf(one)), foundBy!.get(keyOf(one)));
    return lines.length === 0 ? [] : [{ title: `${one.chapter} · ${one.instance}`, lines }];
  });
  const { format } = options;
  const remedy =
    'Where that is not meant, the change that made it is wrong; where it is, write it down: ' +
    `synod check --write-verdicts ${file}`;
  if (format === 'github')
    for (const { title, lines } of differences)
      io.out.write(`${command('error', { file, title }, [...lines, remedy].join('\n'))}\n`);
  else if (differences.length > 0) {
    // Documents stay whole.
    const output = format === 'text' ? io.out : io.err;
    const told = differences.flatMap(({ title, lines }) => [
      `  ${title}`,
      ...lines.map((line) => `    ${line}`),
    ]);
    const head = `${painter(io, output)('red', '✗')} ${file} tells otherwise (- kept, + found):`;
    output.write(`${[head, ...told, remedy].join('\n')}\n`);
  } else if (format === 'text') io.out.write(`${plural(found.length, 'instance')} as kept in ${file}\n`);
  return differences.length > 0 ? Exit.notAsStated : Exit.asStated;
}

function changed(kept: KeptVerdicts | undefined, found: KeptVerdicts | undefined): readonly string[] {
  const [before, after] = [kept, found].map((one) => (one === undefined ? [] : linesOfVerdicts(one)));
  return diffArrays([...before!], [...after!])
    .filter(({ added, removed }) => added || removed)
    .flatMap(({ added, value }) => value.map((line) => `${added ? '+' : '-'} ${line.trim()}`));
}

/** What was found, as it is kept. An instance with a claim that is not finished has no size yet, and is left out. */
function foundIn(decided: readonly Decided[], { symmetry }: VerdictsOptions): readonly KeptVerdicts[] {
  return byInstance(decided)
    .filter((claims) => claims.every((claim) => standing(claim) !== 'not finished'))
    .map((claims) => {
      const { chapter, instance, states, transitions, depth } = claims[0]!;
      return {
        ...{ chapter, instance, states, transitions, depth },
        ...(symmetry && { symmetry }),
        claims: claims.map(({ claim, verdict, traceLength: trace }) => ({ claim, verdict, trace })),
      };
    });
}

/**
 * What the file is to hold: what was found in the place of what it said of that, chapters in the order of their names, instances in that
 * of their chapter.
 */
function renewed(
  found: readonly KeptVerdicts[],
  kept: readonly KeptVerdicts[],
  selected: readonly Selected[],
  options: VerdictsOptions,
): readonly KeptVerdicts[] {
  const isAsked = scopeOf(selected, options);
  const places = selected.flatMap(({ chapter }) =>
    chapter.instances.map((instance) => keyOfSelected({ chapter, instance })),
  );
  return [...kept.filter((one) => !isAsked(one)), ...found].toSorted((a, b) =>
    a.chapter === b.chapter
      ? places.indexOf(keyOf(a)) - places.indexOf(keyOf(b))
      : a.chapter < b.chapter
        ? -1
        : 1,
  );
}

/** Of which part of the file something was asked: single instances, chapters, or all of it. */
function scopeOf(
  selected: readonly Selected[],
  { chapters, instance }: VerdictsOptions,
): (kept: KeptVerdicts) => boolean {
  const keys = new Set(selected.map(keyOfSelected));
  if (instance !== undefined) return (one) => keys.has(keyOf(one));
  const ids = new Set(selected.map(({ chapter }) => chapter.id));
  return ({ chapter }) => chapters.length === 0 || ids.has(chapter);
}

function keyOf({ chapter, instance }: Pick<KeptVerdicts, 'chapter' | 'instance'>): string {
  return JSON.stringify([chapter, instance]);
}

function keyOfSelected({ chapter, instance }: Selected): string {
  return keyOf({ chapter: chapter.id, instance: instance.name });
}
