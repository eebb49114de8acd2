/** `npm run book`: rewrites the generated blocks, or says which are stale. */
import { Command, CommanderError } from 'commander';
import { Exit, type ExitCode, UsageError } from '#src/terminal/exit.js';
import type { Io } from '#src/terminal/io.js';
import { progressDisplay } from '#src/terminal/progress.js';
import {
  labelOf,
  neededBy,
  type Rewritten,
  readPages,
  rewritePages,
  staleBlocks,
  suspectedBy,
} from './book.js';
import { exploreWanted, notAsStated } from './explorations.js';
import { type House, pageFiles } from './house.js';
import { among, formatProblems, type Problem } from './problem.js';
import { decideSuspects, notAsListed } from './suspects.js';

/**
 * Runs the command over a house, and says how it ended.
 *
 * @param args what follows the program's name.
 */
export async function run(args: readonly string[], house: House, io: Io): Promise<ExitCode> {
  const command = new Command('npm run book --')
    .description('Rewrite the generated blocks of the Markdown files; the book is explored for them.')
    .argument('[file...]', 'only these, such as spec/14-the-synod/README.md; all when left out')
    .option('--check', 'change nothing; print the blocks that are stale, and exit with 1 if there are any')
    .configureOutput({ writeOut: (text) => io.out.write(text), writeErr: (text) => io.err.write(text) })
    .exitOverride();
  try {
    command.parse(args, { from: 'user' });
    const { check = false } = command.opts<{ check?: boolean }>();
    const { rewritten, problems } = await book(house, command.args, check, io);
    for (const { file, block } of rewritten)
      io.out.write(`${file}:${block.line}: rewritten: ${labelOf(block)}\n`);
    if (rewritten.some(({ block }) => block.name === 'counterexample')) io.out.write(READ_AGAIN);
    if (problems.length > 0) io.err.write(`${formatProblems(problems)}\n`);
    else if (rewritten.length === 0) io.out.write('every block is up to date\n');
    return problems.length > 0 ? Exit.notAsStated : Exit.asStated;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.asStated : Exit.wrong;
    io.err.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return Exit.wrong;
  }
}

const READ_AGAIN = 'Read again what the prose says of these counterexamples: nothing else can tell.\n';

interface Outcome {
  readonly rewritten: readonly Rewritten[];
  readonly problems: readonly Problem[];
}

/**
 * Nothing is explored for blocks that cannot be generated, and nothing written that contradicts a chapter.
 *
 * @throws Error where a system cannot be explored.
 */
async function book(house: House, only: readonly string[], check: boolean, io: Io): Promise<Outcome> {
  const { pages, problems } = readPages(house, filesOf(house, only));
  if (problems.length > 0) return { rewritten: [], problems };
  const explored = await exploreWanted(house.chapters, neededBy(pages), progressDisplay(io, false));
  const decided = await decideSuspects(suspectedBy(pages), io);
  const surprises = [...notAsStated(house.chapters, explored), ...notAsListed(house.chapters, decided)];
  if (surprises.length > 0) return { rewritten: [], problems: surprises };
  if (check) return { rewritten: [], problems: staleBlocks(pages, explored, decided) };
  return rewritePages(house, pages, explored, decided);
}

/** @throws UsageError where one that is asked for is not there. */
function filesOf({ root }: House, only: readonly string[]): readonly string[] {
  const files = pageFiles(root);
  const unknown = only.filter((file) => !files.includes(file));
  if (unknown.length > 0)
    throw new UsageError(`no such page: ${among(unknown)}; expected some of: ${among(files)}`);
  return only.length > 0 ? only : files;
}
