/**
 * The command line: commands, options and their help, and how each way to end becomes an exit code.
 *
 * What a command needs is imported when it is called, so that none waits for what only another one needs.
 */
import { inspect } from 'node:util';
import { Command, CommanderError, Option } from 'commander';
import type { Chapter } from '#spec/index.js';
import { Exit, type ExitCode, reportError, UsageError } from '../terminal/exit.js';
import type { Io } from '../terminal/io.js';
import { formatCount, parseCount, parseDuration, parseSize } from '../terminal/units.js';
import { answersTo } from './answers.js';
import type { CheckOptions } from './check.js';
import { CHECK_FORMATS, COVERAGE_FORMATS, EXPLAIN_FORMATS, EXPORTS, STATES_MAX } from './choices.js';
import type { ExplainOptions } from './explain.js';
import { CHECK_HELP, COVERAGE_HELP, EXPLAIN_HELP, LIST_HELP, REGRESS_HELP, STEP_HELP } from './help.js';
import { list } from './list.js';
import { live } from './live.js';
import { addOperations } from './operations.js';
import { by, collected, once } from './option-values.js';
import { addProduction } from './production.js';
import { isFile, loadAllOwn, loadOwn } from './user-systems.js';

/** What `synod check` may be asked to do instead of checking the claims. */
interface CheckInstead {
  readonly replay?: string;
  readonly answers?: boolean;
}

/** What `synod check` is given; `json` is short for a format. */
type CheckGiven = CheckOptions & CheckInstead & { readonly json?: boolean };

/** Where the book comes from, asked only by commands that read it: a module that exports `chapters`, or a function. */
export type Book = URL | (() => Promise<readonly Chapter[]> | readonly Chapter[]);

/**
 * Runs one command line and says how it ended; never throws.
 *
 * @param args what follows the program's name.
 */
export async function run(args: readonly string[], from: Book, version: string, io: Io): Promise<ExitCode> {
  const book = from instanceof URL ? () => chaptersIn(from) : from;
  let exitCode: ExitCode = Exit.asStated;
  const onChapter =
    <Options>(load: () => Promise<OnChapter<Options>>) =>
    async (asked: string, options: Options): Promise<void> => {
      const own = isFile(asked) ? await loadOwn(asked) : undefined;
      const act = await load();
      exitCode = await act(own === undefined ? await book() : [own], own?.id ?? asked, options, io);
    };
  const program = new Command('synod')
    .description('Paxos, derived step by step and checked in every interleaving.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showHelpAfterError('(--help says what there is)')
    .configureOutput({ writeOut: (text) => io.out.write(text), writeErr: (text) => io.err.write(text) })
    .exitOverride();

  program
    .command('check')
    .description('explore every interleaving and compare each verdict with the one its chapter states')
    .argument(
      '[chapter...]',
      "a chapter's number, its folder's name, the beginning of one, or the path of a file with systems of your own; all " +
        'chapters when left out',
    )
    .option(
      '-i, --instance <name>',
      'check only instances of this name, or whose name begins so; or replay on this one',
      once,
    )
    .option(
      '--override <role.part=value>',
      'override a guard (true, false) or an action (off) of a role, and see what falls; may be repeated',
      collected,
    )
    .option('--answers', "check the answers to the exercises of the book's chapters instead")
    .option(
      '--max-states <count>',
      'give up an instance beyond this many states: 250000, 1e6, 5M',
      by(parseCount),
    )
    .option('--max-memory <size>', 'give up an instance beyond this much memory: 512MiB, 4GiB', by(parseSize))
    .option('--timeout <duration>', 'give up the whole run after this time: 30s, 5m', by(parseDuration))
    .option(
      '--workers <count>',
      'search on this many threads (as many as there are processors)',
      by(parseCount),
    )
    .option(
      '--symmetry',
      "explore one state of each class of states that differ only in a system's alike names",
    )
    .addOption(
      new Option('--format <format>', 'tell the verdicts as a document of this kind')
        .choices(CHECK_FORMATS)
        .default('text')
        .conflicts('json'),
    )
    .option('--verbose', 'print every table, also where the whole book is checked')
    .option('--json', 'short for --format json')
    .addOption(
      new Option(
        '--gaps',
        'say what no run made use of: transitions, guards, actions, messages, and a sometimes that nothing witnesses',
      ).conflicts(['json', 'format']),
    )
    .addOption(
      new Option(
        '--profile',
        'say where states and time come from: local states, values of context keys, messages, calls of predicates',
      ).conflicts(['json', 'format']),
    )
    .option('--trace-out <folder>', 'write every counterexample and every witness into a file of this folder')
    .option('--verdicts <file>', 'compare verdicts, sizes and lengths of traces with those kept in this file')
    .addOption(new Option('--write-verdicts <file>', 'keep them in this file').conflicts('verdicts'))
    .option(
      '--replay <file>',
      'explore nothing, and say where the machines depart from the trace in this file',
    )
    .addHelpText('after', CHECK_HELP)
    .action(async (chapters: readonly string[], { json, ...given }: CheckGiven) => {
      const options = json ? { ...given, format: 'json' as const } : given;
      const paths = chapters.filter(isFile);
      const own = await loadAllOwn(paths);
      const named = chapters.filter((chapter) => !isFile(chapter));
      const known = own.length > 0 && named.length === 0 ? [] : await book();
      if (options.replay !== undefined) {
        const { replayFile } = await import('./replay.js');
        exitCode = replayFile([...known, ...own], options.replay, options.instance, io);
        return;
      }
      const { check } = await import('./check.js');
      if (options.answers) {
        exitCode = await check(await answersTo(known, named, from), { ...options, chapters: named }, io);
        return;
      }
      const files = new Map(own.map(({ id }, at) => [id, paths[at]!]));
      const asked = { chapters: [...named, ...files.keys()], files };
      const where = from instanceof URL && { book: from };
      exitCode = await check([...known, ...own], { ...options, ...asked, version, ...where }, io);
    });

  program
    .command('export')
    .description(
      'write one instance for other tools: a TLA+ module with its configuration, a graph for Graphviz, or the traces of its ' +
        'claims in the Informal Trace Format',
    )
    .argument('<chapter>', CHAPTER)
    .addOption(new Option('--to <kind>', 'what to write').choices(EXPORTS).makeOptionMandatory())
    .option('-i, --instance <name>', 'the instance, where the chapter has several', once)
    .option(
      '--max-states <count>',
      `refuse a system of more states than this (default: ${Object.entries(STATES_MAX)
        .map(([kind, count]) => `${kind} ${formatCount(count)}`)
        .join(', ')})`,
      by(parseCount),
    )
    .option('--max-memory <size>', 'refuse a system that takes more memory than this', by(parseSize))
    .option('-o, --out <folder>', 'where to put the files', '.')
    .action(onChapter(async () => (await import('./export.js')).exportSystem));

  program
    .command('list')
    .description('print the chapters, their instances and their claims')
    .addHelpText('after', LIST_HELP)
    .action(async () => list(await book(), io));

  program
    .command('explain')
    .description(
      'print the question of a chapter, and its claims with their verdicts and the traces that show them',
    )
    .argument('<chapter>', CHAPTER)
    .argument(
      '[claim]',
      "a claim's name, or an instance's, or the beginning of one; all claims when left out",
    )
    .option('-i, --instance <name>', 'only in instances of this name', once)
    .addOption(
      new Option('--format <format>', 'the trace as text, as a Mermaid sequence diagram, or as JSON')
        .choices(EXPLAIN_FORMATS)
        .default('text'),
    )
    .addHelpText('after', EXPLAIN_HELP)
    .action((chapter: string, claim: string | undefined, options: ExplainOptions) =>
      onChapter(async () => (await import('./explain.js')).explain)(chapter, {
        ...options,
        ...(claim !== undefined && { claim }),
      }),
    );

  program
    .command('step')
    .description(
      'go through a system by hand: what can happen, a choice, what it changes and which claims it decides',
    )
    .argument('<chapter>', CHAPTER)
    .option('-i, --instance <name>', 'the instance; the first that goes wrong when left out', once)
    .option('--trace <file>', 'begin with the steps of the trace in this file')
    .addHelpText('after', STEP_HELP)
    .action(onChapter(async () => (await import('./step.js')).step));

  program
    .command('live')
    .description(
      'run the machines of a chapter as actors over a network that loses, repeats and mixes up, and print what they do',
    )
    .argument('<chapter>', 'a chapter that has actors: 14')
    .option('--seed <number>', 'which run: the same seed gives the same one', by(parseCount), 1)
    .action(async (chapter: string, { seed }: { readonly seed: number }) => {
      live(await book(), chapter, seed, io);
    });

  program
    .command('coverage')
    .description('print what of the machines an exploration made use of, and what it never came to')
    .argument('<chapter>', CHAPTER)
    .option('-i, --instance <name>', 'only in instances of this name', once)
    .addOption(
      new Option('--format <format>', 'tables, or statecharts that mark what was never taken, or JSON')
        .choices(COVERAGE_FORMATS)
        .default('table'),
    )
    .addHelpText('after', COVERAGE_HELP)
    .action(onChapter(async () => (await import('./coverage.js')).coverage));

  program
    .command('regress')
    .description('print a test for vitest that replays the trace in a file')
    .argument('<file>', "a trace, as 'synod check --trace-out' or 'synod explain --format json' writes it")
    .argument('[own]', 'the file with systems of your own that the trace is of; the book when left out')
    .option('-o, --out <file>', 'write the test there')
    .addHelpText('after', REGRESS_HELP)
    .action(async (file: string, own: string | undefined, { out }: { readonly out?: string }) => {
      const { regress } = await import('./regress.js');
      regress(own === undefined ? await book() : [await loadOwn(own)], file, { own, out }, io);
    });

  const ends = (code: ExitCode): void => {
    exitCode = code;
  };
  addProduction(program, book, io, ends);
  addOperations(program, version, io, ends);

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.asStated : Exit.wrong;
    reportError(
      String(error instanceof Error ? error.message : error),
      error instanceof UsageError ? undefined : inspect(error),
      io,
    );
    return Exit.wrong;
  }
}

/** What a command does that is about one chapter, or one file with systems of one's own. */
type OnChapter<Options> = (
  chapters: readonly Chapter[],
  asked: string,
  options: Options,
  io: Io,
) => Promise<ExitCode>;

const CHAPTER =
  "a chapter's number, its folder's name, the beginning of one, or the path of a file with systems of your own";

/** Imported when a command reads it, so that a mistake in a chapter is reported like any other. */
async function chaptersIn(module: URL): Promise<readonly Chapter[]> {
  return ((await import(module.href)) as { readonly chapters: readonly Chapter[] }).chapters;
}
