/** What a claim says, in the words of the chapter that introduces it. */
import { existsSync, readFileSync } from 'node:fs';
import type { Chapter } from '#spec/index.js';

/**
 * The sentences behind `- **Name** (kind):` in the README of the chapter, or of the nearest chapter before it that has them; without
 * marks of Markdown. Undefined where no chapter has: a system of one's own, say.
 */
export function claimInProse(
  chapters: readonly Chapter[],
  chapter: Chapter,
  claim: string,
): string | undefined {
  const before = chapters.slice(0, chapters.indexOf(chapter) + 1).toReversed();
  for (const { id } of before) {
    const file = new URL(`../../../spec/${id}/README.md`, import.meta.url);
    const found = existsSync(file) ? itemNamed(readFileSync(file, 'utf8'), claim) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function itemNamed(text: string, claim: string): string | undefined {
  for (const [, name, prose] of text.matchAll(/^- \*\*(.+?)\*\*([\s\S]*?)(?=\n- |\n\n|\n#)/gm))
    if (name!.replace(/[.:]$/, '').toLowerCase() === claim.toLowerCase()) return plain(prose!);
  return undefined;
}

function plain(markdown: string): string {
  const text = markdown
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s:]*(?:\(([^)]*)\))?[\s:.]*/, (_, kind) => (kind === undefined ? '' : `(${kind}) `));
  return text
    .trim()
    .replace(/^(?:\([^)]*\) )?\p{L}/u, (start) => start.slice(0, -1) + start.at(-1)!.toUpperCase());
}
