/** What a claim says, in the words of the chapter that introduces it. */
import { existsSync, readFileSync } from 'node:fs';
import type { Chapter } from '#spec/index.js';

/**
 * The list item or paragraph that has the claim's name in bold, in the README of the chapter or of the nearest chapter before it that has
 * one; without marks of Markdown, and without the name where it stands before a colon. What else is bold is quoted. Undefined where no
 * chapter has one: a system of one's own, say.
 */
export function claimInProse(
  chapters: readonly Chapter[],
  chapter: Chapter,
  claim: string,
): string | undefined {
  const before = chapters.slice(0, chapters.indexOf(chapter) + 1).toReversed();
  for (const { id } of before) {
    const file = new URL(`../../../spec/${id}/README.md`, import.meta.url);
    const found = existsSync(file) ? passageOn(claim, readFileSync(file, 'utf8')) : undefined;
    if (found !== undefined) return inWords(found);
  }
  return undefined;
}

function passageOn(claim: string, text: string): string | undefined {
  const written = text.replace(/<!-- generated: [\s\S]*?<!-- \/generated -->/g, '');
  return written
    .split(/\n{2,}|\n(?=- )/)
    .find((passage) => [...passage.matchAll(/\*\*(.+?)\*\*/gs)].some(([, bold]) => isNameOf(claim, bold!)));
}

/** A name that ends with an ellipsis is that of all claims that begin so. */
function isNameOf(claim: string, bold: string): boolean {
  const name = bold.replace(/\s+/g, ' ').replace(/[.:]$/, '').toLowerCase();
  return name.endsWith('…')
    ? claim.toLowerCase().startsWith(name.slice(0, -1))
    : name === claim.toLowerCase();
}

/** `- **Name** (kind): prose`, where the name goes without saying. */
const NAMED = /^- \*\*[^*]+?(?:[.:]\*\*|\*\*(?: (\([^)]*\)))?[.:])\s+(?=\S)/;

function inWords(passage: string): string {
  const prose = passage.replace(NAMED, (_, kind = '') => `${kind} `).replace(/^- /, '');
  return prose
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll('**', "'")
    .replace(/[*_`]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:\([^)]*\) |')?\p{L}/u, (start) => start.slice(0, -1) + start.at(-1)!.toUpperCase());
}
