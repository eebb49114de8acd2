/** Every generated block of every Markdown file, as it stands and as it should. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instance, Suspect } from '#spec/index.js';
import { type Block, blocksOf, withContents } from './blocks.js';
import { firstDifference } from './difference.js';
import type { Explored } from './explorations.js';
import { type House, pageFiles } from './house.js';
import type { Place, Plan } from './kind.js';
import { kinds } from './kinds.js';
import { among, BlockError, type Problem } from './problem.js';
import { type Decided, none } from './suspects.js';

/** A Markdown file with blocks in it. */
export interface Page {
  /** Relative to the house, with `/`. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly PlannedBlock[];
}

/** A block, and how its text comes about. */
export interface PlannedBlock extends Block {
  readonly plan: Plan;
}

/**
 * The pages of a house, and the blocks in them that nobody can generate. Explores nothing.
 *
 * @param files all Markdown files when left out.
 */
export function readPages(
  house: House,
  files: readonly string[] = pageFiles(house.root),
): { pages: readonly Page[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const pages = files.flatMap((file) => {
    const text = readFileSync(join(house.root, file), 'utf8');
    const blocks = orProblem(problems, file, 1, () => blocksOf(text)) ?? [];
    const planned = blocks.flatMap((block) => {
      const plan = orProblem(problems, file, block.line, () => planOf(block, { house, file }));
      return plan ? [{ ...block, plan }] : [];
    });
    return blocks.length === 0 ? [] : [{ file, text, blocks: planned }];
  });
  return { pages, problems };
}

/** The instances without which the pages cannot be written. */
export function neededBy(pages: readonly Page[]): ReadonlySet<Instance> {
  return new Set(pages.flatMap(({ blocks }) => blocks.flatMap(({ plan }) => plan.needs)));
}

/** The mutants without whose fate the pages cannot be written. */
export function suspectedBy(pages: readonly Page[]): ReadonlySet<Suspect> {
  return new Set(pages.flatMap(({ blocks }) => blocks.flatMap(({ plan }) => plan.suspects ?? [])));
}

/** Whether all is known that has to be found out for the block. */
export function isKnown({ plan }: PlannedBlock, explored: Explored, decided: Decided): boolean {
  const { needs, suspects = [] } = plan;
  return needs.every((one) => explored.has(one)) && suspects.every((one) => decided.has(one));
}

/** The blocks that differ from what they should be; those for which something was not found out are left aside. */
export function staleBlocks(
  pages: readonly Page[],
  explored: Explored,
  decided: Decided = none,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { file, blocks } of pages)
    for (const block of blocks.filter((one) => isKnown(one, explored, decided))) {
      const content = orProblem(problems, file, block.line, () => contentOf(block, explored, decided));
      if (content !== undefined) problems.push(...staleness(file, block, content));
    }
  return problems;
}

/** What was written: a block of a page that was not as it should be. */
export interface Rewritten {
  readonly file: string;
  readonly block: Block;
}

/** Writes the blocks that are not as they should be, or none where some block cannot be written. */
export function rewritePages(
  { root }: House,
  pages: readonly Page[],
  explored: Explored,
  decided: Decided = none,
): { rewritten: readonly Rewritten[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const written = pages.map(({ file, text, blocks }) => {
    const contents = blocks.map(
      (block) => orProblem(problems, file, block.line, () => contentOf(block, explored, decided)) ?? '',
    );
    const stale = blocks.filter((block, at) => firstDifference(contents[at]!.split('\n'), block.lines));
    return { file, stale, text: withContents(text, contents) };
  });
  if (problems.length > 0) return { rewritten: [], problems };
  for (const { file, stale, text } of written) if (stale.length > 0) writeFileSync(join(root, file), text);
  return {
    rewritten: written.flatMap(({ file, stale }) => stale.map((block) => ({ file, block }))),
    problems,
  };
}

function planOf(block: Block, place: Place): Plan {
  const { name, words } = block;
  const kind = kinds.get(name);
  if (!kind) throw new BlockError(`unknown block '${name}'; expected one of: ${among([...kinds.keys()])}`);
  const plan = kind.plan(words, place);
  if (plan) return plan;
  const usage = `${name} ${kind.usage}`.trim();
  throw new BlockError(`expected ${usage}; got ${labelOf(block)}`);
}

function contentOf({ plan }: PlannedBlock, explored: Explored, decided: Decided): string {
  return plan.write(
    (instance) => explored.get(instance)!,
    (suspect) => decided.get(suspect)!,
  );
}

/** A block as its marker calls it. */
export function labelOf({ name, words }: Block): string {
  return [name, ...words.map((word) => (word.includes(' ') ? `"${word}"` : word))].join(' ');
}

function staleness(file: string, stale: Block, content: string): Problem[] {
  const { line, lines } = stale;
  const found = firstDifference(content.split('\n'), lines);
  if (!found) return [];
  const { at, expected = END, got = END } = found;
  const block = `the block '${labelOf(stale)}' of line ${line}`;
  const message = `stale; 'npm run book' rewrites ${block}\n  expected  ${expected}\n  got       ${got}`;
  return [{ file, line: line + 1 + at, message }];
}

const END = '(the end of the block)';

/** What is done, or `undefined` where it cannot be and is a problem more. */
function orProblem<Outcome>(
  problems: Problem[],
  file: string,
  line: number,
  act: () => Outcome,
): Outcome | undefined {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof BlockError)) throw error;
    problems.push({ file, line: error.line ?? line, message: error.message });
    return undefined;
  }
}
