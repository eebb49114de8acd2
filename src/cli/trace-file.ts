/** Traces as files: written by one command, read by others. */
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DocumentError, type Trace, type TraceDocument, traceFromJson, traceToJson } from '#model/index.js';
import type { Chapter, Instance } from '#spec/index.js';
import { UsageError } from '../terminal/exit.js';
import type { Decided } from './outcome.js';

/** A trace whose system is an instance of a chapter. */
export interface ChapterTrace extends TraceDocument {
  readonly source: { readonly chapter: string; readonly instance: string };
}

/** A claim with the trace that decides it. */
export type ShownClaim = Pick<Decided, 'chapter' | 'instance' | 'claim' | 'kind' | 'verdict'> & {
  readonly trace: Trace;
};

/** What is known of a claim that was decided by a trace. */
export function documentOfTrace(shown: ShownClaim): ChapterTrace {
  const { chapter, instance, claim: property, kind, verdict, trace } = shown;
  if (verdict === 'not finished') throw new Error(`'${property}' is not decided, but has a trace`);
  return { source: { chapter, instance }, claim: { property, kind, verdict }, trace };
}

/**
 * Makes a folder for what is found, before anything is looked for.
 *
 * @throws UsageError where that cannot be.
 */
export function makeFolder(folder: string, option: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(
      `${option} ${folder}: expected a folder that is there or can be made, and be written to; got ${(error as Error).message}`,
    );
  }
}

/** Writes each trace into a file of its own, named after its chapter, instance and claim. Returns how many there were. */
export function saveTraces(folder: string, decided: readonly Decided[]): number {
  const names = new Set<string>();
  for (const claim of decided) {
    if (claim.trace === undefined) continue;
    const words = fileName(claim.chapter, claim.instance, claim.claim);
    let name = words;
    for (let next = 2; names.has(name); next++) name = `${words}-${next}`;
    names.add(name);
    writeFileSync(
      join(folder, `${name}.json`),
      traceToJson(documentOfTrace({ ...claim, trace: claim.trace })),
    );
  }
  return names.size;
}

/** Bytes of a name that leave room for a number and an ending: file systems take 255. */
const NAME_BYTES = 200;

/** Letters and numbers of any script, and hyphens for the rest; the parts of a name between dots. A long name is cut. */
export function fileName(...parts: readonly string[]): string {
  const name = parts
    .map((words) =>
      words
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-|-$/g, ''),
    )
    .join('.');
  // A letter that is cut in its midst is left out.
  return new TextDecoder().decode(Buffer.from(name).subarray(0, NAME_BYTES)).replace(/\uFFFD$/, '');
}

/**
 * Reads a file that another command wrote.
 *
 * @throws UsageError where there is none, or it is something else.
 */
export function readTrace(file: string): ChapterTrace {
  try {
    const document = traceFromJson(readFileSync(file, 'utf8'));
    const { chapter, instance } = document.source;
    if (chapter === undefined || instance === undefined)
      throw new DocumentError("at 'source': expected a chapter and an instance");
    return { ...document, source: { chapter, instance } };
  } catch (error) {
    if (error instanceof DocumentError) throw new UsageError(`${file}: ${error.message}`);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EISDIR') throw error;
    throw new UsageError(
      `there is no file '${file}'; expected a trace, as 'synod check --trace-out' writes it`,
    );
  }
}

/** What a trace is of. */
export interface Source {
  readonly chapter: Chapter;
  readonly instance: Instance;
  /** The claim that the trace shows; absent where another instance does not make it. */
  readonly property?: Instance['claims'][number]['property'];
}

/**
 * The instance that a trace is of, and the claim that it shows.
 *
 * @param other the name of another instance, to be taken in its place.
 * @throws UsageError where the chapters have them no more.
 */
export function sourceOf(
  { source, claim }: ChapterTrace,
  chapters: readonly Chapter[],
  other?: string,
): Source {
  const chapter = named(chapters, ({ id }) => id, source.chapter, 'the trace is of chapter');
  const name = other ?? source.instance;
  const asks =
    other === undefined
      ? `the trace is of an instance of ${chapter.id},`
      : `unknown instance of ${chapter.id}`;
  const instance = named(chapter.instances, (each) => each.name, name, asks);
  if (other !== undefined && !instance.claims.some((each) => each.property.name === claim.property))
    return { chapter, instance };
  const { property } = named(
    instance.claims,
    (each) => each.property.name,
    claim.property,
    'the trace is of the claim',
  );
  // A trace is a witness of a `sometimes`, and refutes anything else.
  const shows = property.kind === 'sometimes' ? 'holds' : 'fails';
  if (claim.kind !== property.kind || claim.verdict !== shows)
    throw new UsageError(
      `the trace says that '${property.name}' is of the kind '${claim.kind}', and ${claim.verdict}; expected the kind ` +
        `'${property.kind}', of which a trace shows that it ${shows}: the file was changed by hand, or the claim is another now`,
    );
  return { chapter, instance, property };
}

function named<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  name: string,
  what: string,
): Item {
  const found = items.find((item) => nameOf(item) === name);
  if (found !== undefined) return found;
  const names = items.map((item) => `'${nameOf(item)}'`).join(', ') || 'none';
  throw new UsageError(`${what} '${name}', which is not there; there are: ${names}`);
}
