/**
 * Generated blocks in Markdown: the lines between `<!-- generated: NAME WORDS… -->` and `<!-- /generated -->`, each marker on
 * a line of its own. Markers in fenced code are text like any other.
 */
import { BlockError } from './problem.js';

export interface Block {
  readonly name: string;
  /** What follows the name, divided by single spaces; in quotes what has spaces itself. */
  readonly words: readonly string[];
  /** Where the opening marker stands, counted from 1. */
  readonly line: number;
  /** What stands between the markers. */
  readonly lines: readonly string[];
}

const OPEN = /^<!-- generated: ([a-z]+)((?: (?:"[^"]+"|[^\s"]+))*) -->$/;
const CLOSE = '<!-- /generated -->';
const WORD = /"([^"]+)"|[^\s"]+/g;
const LIKE_A_MARKER = /^\s*<!--\s*\/?\s*generated\b/i;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * The blocks of a text, in order.
 *
 * @throws BlockError where a marker is malformed, or has no counterpart.
 */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { name: string; words: string[]; line: number; lines: string[] } | undefined;
  let fence: string | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, name, words] = OPEN.exec(line) ?? [];
    if (open) {
      if (name !== undefined) throw unclosed(open.line);
      if (line === CLOSE) blocks.push(open);
      else open.lines.push(line);
      if (line === CLOSE) open = undefined;
      continue;
    }
    const [, mark] = FENCE.exec(line) ?? [];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
    } else if (mark !== undefined) fence = mark;
    else if (name !== undefined) open = { name, words: wordsOf(words!), line: index + 1, lines: [] };
    else if (line === CLOSE)
      throw new BlockError(
        `'${CLOSE}' closes no block; expected '<!-- generated: … -->' above it`,
        index + 1,
      );
    else if (LIKE_A_MARKER.test(line))
      throw new BlockError(
        `expected '<!-- generated: NAME WORDS… -->' or '${CLOSE}', alone on its line and with single spaces; ` +
          `got '${line}'`,
        index + 1,
      );
  }
  if (open) throw unclosed(open.line);
  return blocks;
}

/** The text with other lines between the markers of its blocks, in order. */
export function withContents(text: string, contents: readonly string[]): string {
  const lines = text.split('\n');
  for (const [index, block] of [...blocksOf(text).entries()].reverse())
    lines.splice(block.line, block.lines.length, ...contents[index]!.split('\n'));
  return lines.join('\n');
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(WORD)].map(([word, quoted]) => quoted ?? word);
}

function unclosed(line: number): BlockError {
  return new BlockError(
    `the block is not closed; expected '${CLOSE}' before the next block or the end`,
    line,
  );
}
