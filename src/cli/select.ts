/** Which instances of which chapters the command line asks for. */
import type { Chapter, Instance } from '#spec/index.js';
import { UsageError } from '../terminal/exit.js';

/** Names that an error lists. */
const NAMES_MAX = 20;

/** One instance to explore, and the chapter it belongs to. */
export interface Selected {
  readonly chapter: Chapter;
  readonly instance: Instance;
}

/**
 * The instances of the chapters asked for, all where none are named, in the order of the book.
 *
 * @param asked each a chapter's number, its folder's name, or the beginning of one.
 * @throws UsageError where one names no chapter or several, or nothing is left to check.
 */
export function select(chapters: readonly Chapter[], asked: readonly string[], name?: string): Selected[] {
  const wanted = new Set(asked.map((text) => chapterNamed(chapters, text)));
  const candidates = chapters
    .filter((chapter) => asked.length === 0 || wanted.has(chapter))
    .flatMap((chapter) => chapter.instances.map((instance) => ({ chapter, instance })));
  const selected = name === undefined ? candidates : named(candidates, name);
  if (selected.length === 0)
    throw new UsageError(
      name === undefined
        ? 'there is nothing to check: the chapters have no instance'
        : `unknown instance '${name}'; expected one of:${among(candidates.map(nameOf))}`,
    );
  return selected;
}

/** Those of that name, or else those whose name begins with it. */
function named(candidates: readonly Selected[], name: string): Selected[] {
  const exact = candidates.filter(({ instance }) => instance.name === name);
  if (exact.length > 0) return exact;
  // `S1` is not `S10`.
  const goesOn = (found: string): boolean => /\d$/.test(name) && /^\d/.test(found.slice(name.length));
  return candidates.filter(({ instance }) => instance.name.startsWith(name) && !goesOn(instance.name));
}

/** @throws UsageError where the text names no chapter, or several. */
export function chapterNamed(chapters: readonly Chapter[], text: string): Chapter {
  const found = chaptersNamed(chapters, text);
  if (found.length === 1) return found[0]!;
  const [problem, there] =
    found.length === 0 ? ['unknown chapter', chapters] : ['more than one chapter begins with', found];
  throw new UsageError(
    `${problem} '${text}'; expected a chapter's number, its folder's name, or the beginning of one of:` +
      among(there.map(({ id }) => id)),
  );
}

function chaptersNamed(chapters: readonly Chapter[], text: string): readonly Chapter[] {
  if (/^\d+$/.test(text)) return chapters.filter(({ id }) => Number.parseInt(id, 10) === Number(text));
  const exact = chapters.filter(({ id }) => id === text);
  return exact.length > 0 ? exact : chapters.filter(({ id }) => text !== '' && id.startsWith(text));
}

/** An instance as progress and logs name it. */
export function labelOf({ chapter, instance }: Selected): string {
  return `${chapter.id} / ${instance.name}`;
}

function nameOf({ chapter, instance }: Selected): string {
  return `${instance.name} (${chapter.id})`;
}

/** A line each, as many as can be taken in. */
function among(names: readonly string[]): string {
  if (names.length === 0) return ' (there is none)';
  const more = names.length - NAMES_MAX;
  const lines = more > 0 ? [...names.slice(0, NAMES_MAX), `… and ${more} more: synod list`] : names;
  return lines.map((name) => `\n  ${name}`).join('');
}
