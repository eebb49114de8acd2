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
export function select(
  chapters: readonly Chapter[],
  asked: readonly string[],
  name?: string,
): readonly Selected[] {
  const wanted = new Set(asked.map((text) => chapterNamed(chapters, text)));
  const candidates = chapters
    .filter((chapter) => asked.length === 0 || wanted.has(chapter))
    .flatMap((chapter) => chapter.instances.map((instance) => ({ chapter, instance })));
  const selected =
    name === undefined ? candidates : called(candidates, ({ instance }) => instance.name, name);
  if (selected.length === 0)
    throw new UsageError(
      name === undefined
        ? 'there is nothing to check: the chapters have no instance'
        : `unknown instance '${name}'; expected one of:${among(candidates.map(({ chapter, instance }) => `${instance.name} (${chapter.id})`))}`,
    );
  return selected;
}

/** Those called by a name, or else those whose name begins with it. */
export function called<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  name: string,
): readonly Item[] {
  const exact = items.filter((item) => nameOf(item) === name);
  if (exact.length > 0) return exact;
  // `S1` is not `S10`.
  const goesOn = (found: string): boolean => /\d$/.test(name) && /^\d/.test(found.slice(name.length));
  return items.filter((item) => nameOf(item).startsWith(name) && !goesOn(nameOf(item)));
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
  return text === '' ? [] : called(chapters, ({ id }) => id, text);
}

/** A line each, as many as can be taken in. */
function among(names: readonly string[]): string {
  if (names.length === 0) return ' (there is none)';
  const more = names.length - NAMES_MAX;
  const lines = more > 0 ? [...names.slice(0, NAMES_MAX), `… and ${more} more: synod list`] : names;
  return lines.map((name) => `\n  ${name}`).join('');
}
