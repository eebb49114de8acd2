/** The benchmark's command line: a reference model and its parameters in, one measured search out. */
import { Command } from 'commander';
import type { AnySystem, Property, StateOf } from '#model/index.js';
import { chapters } from '#spec/index.js';
import { Exit, type ExitCode, UsageError, worseOf } from '#src/terminal/exit.js';
import type { Io } from '#src/terminal/io.js';
import { progressDisplay } from '#src/terminal/progress.js';
import { parseCount, parseDuration, parseSize } from '#src/terminal/units.js';
import { type Check, check, ParameterError, type Reference } from '#test/reference/reference.js';
import { measuredApart, measuredBeside, median, middle } from './apart.js';
import { clusterCommand } from './cluster/program.js';
import { by, exitCodeOf, listOf } from './command.js';
import { type Measurement, measure } from './measure.js';
import { references, usage } from './references.js';
import { table } from './table.js';

interface Options {
  readonly json?: boolean;
  readonly maxStates?: number;
  readonly maxMemory?: number;
  readonly timeout?: number;
  readonly repeat: number;
  readonly workers?: readonly number[];
  readonly beside?: boolean;
  readonly symmetry?: boolean;
}

/** One search of a turn. */
interface Run extends Built {
  readonly part: readonly string[];
  readonly workers: number;
  readonly isBeside: boolean;
}

/** Runs one command line and says how it ended; never throws. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const models = await references();
  const program = new Command('bench')
    .description('Explore a reference model and measure the search.')
    .argument('[model]', 'one of the models below, or chapter')
    .argument(
      '[numbers...]',
      "the model's parameters, each a whole number of 1 or more, or the chapter's number and the name of an instance; then perhaps + " +
        'and another model',
    )
    .option(
      '--repeat <count>',
      'explore each this often, in turn; the one in the middle counts',
      by(parseCount),
      1,
    )
    .option('--max-states <count>', 'give up beyond this many states: 250000, 1e6, 5M', by(parseCount))
    .option('--max-memory <size>', 'give up beyond this much memory: 512MiB, 4GiB', by(parseSize))
    .option('--timeout <duration>', 'give up after this time: 30s, 5m', by(parseDuration))
    .option('--workers <counts>', 'search on this many threads; 1,2: once with each', by(listOf(parseCount)))
    .option(
      '--beside',
      'explore each also while another process does the same: half of its time is the least that two threads could take',
    )
    .option('--symmetry', 'explore one state of each class of states that differ only in names')
    .option('--json', 'print one JSON object and nothing else')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', `\nModels:\n${usage(models)}\n${EXIT_CODES}`);
  const explore = async (options: Options, words: readonly string[]): Promise<ExitCode> => {
    const asked = splitAt('+', words).map((part) => ({ ...built(models, part), part }));
    const runs = asked.flatMap((one): readonly Run[] => [
      ...(options.workers ?? [1]).map((workers) => ({ ...one, workers, isBeside: false })),
      ...(options.beside ? [{ ...one, workers: 1, isBeside: true }] : []),
    ]);
    const display = progressDisplay(io, options.json ?? false);
    const isAlone = runs.length === 1 && options.repeat === 1;
    const turns: Measurement[][] = [];
    do {
      const turn: Measurement[] = [];
      for (const { name, parameters, check, workers, part, isBeside } of runs) {
        if (io.signal.aborted && !isAlone) break;
        const running = display.start([name, ...Object.values(parameters)].join(' '));
        const given = { ...limitsOf(options), workers };
        const measuring = isAlone
          ? measure(name, parameters, check, {
              ...given,
              signal: io.signal,
              onProgress: (progress) => running.update(progress),
              progressEveryMs: 500,
            })
          : (isBeside ? measuredBeside : measuredApart)([...part, ...wordsOf(given)]);
        turn.push(await measuring.finally(() => running.end()));
      }
      if (turn.length === runs.length) turns.push(turn);
    } while (turns.length < options.repeat && !io.signal.aborted);
    if (turns.length === 0) throw new UsageError('interrupted before each was explored once');
    const found = runs.map((_, at) => ({
      ...middle(turns.map((turn) => turn[at]!)),
      ...(runs.length > 1 && {
        timeToFirst: median(turns.map((turn) => timeOf(turn[at]!) / timeOf(turn[0]!))),
      }),
    }));
    const document = found.length === 1 ? found[0] : found;
    io.out.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : table(found));
    return worseOf(...found.map(({ verdict }) => EXIT_CODE_OF[verdict]));
  };
  return exitCodeOf(program, args, io, explore, [clusterCommand()]);
}

/** What a state took. */
function timeOf({ seconds, states }: Measurement): number {
  return seconds / states;
}

function limitsOf({ maxStates, maxMemory, timeout, symmetry }: Options) {
  return {
    ...(maxStates !== undefined && { maxStates }),
    ...(maxMemory !== undefined && { maxMemory }),
    ...(timeout !== undefined && { timeoutMs: timeout }),
    ...(symmetry && { symmetry }),
  };
}

/** The same as another `bench` is told it. */
function wordsOf({
  maxStates,
  maxMemory,
  timeoutMs,
  symmetry,
  workers,
}: ReturnType<typeof limitsOf> & { readonly workers: number }): readonly string[] {
  return [
    ...(maxStates === undefined ? [] : ['--max-states', String(maxStates)]),
    ...(maxMemory === undefined ? [] : ['--max-memory', String(maxMemory)]),
    ...(timeoutMs === undefined ? [] : ['--timeout', `${timeoutMs}ms`]),
    ...(symmetry ? ['--symmetry'] : []),
    '--workers',
    String(workers),
  ];
}

/** The parts of a list between the words that are a separator. */
function splitAt(separator: string, words: readonly string[]): readonly (readonly string[])[] {
  const at = words.indexOf(separator);
  return at < 0 ? [words] : [words.slice(0, at), ...splitAt(separator, words.slice(at + 1))];
}

const EXIT_CODES = `
Exit code:
  0  every property holds
  1  a property fails
  2  wrong use
  3  not finished: a budget ran out, or the run was interrupted`;

const EXIT_CODE_OF: Readonly<Record<Measurement['verdict'], ExitCode>> = {
  holds: Exit.asStated,
  fails: Exit.notAsStated,
  'not finished': Exit.notFinished,
};

interface Built {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly check: Check;
}

/** @throws UsageError where no model can be built from what was typed. */
function built(models: ReadonlyMap<string, Reference>, [name, ...texts]: readonly string[]): Built {
  if (name === 'chapter') return instanceOf(texts);
  const model = models.get(name!);
  if (name === undefined || !model) {
    const got = name === undefined ? 'got none' : `there is no '${name}'`;
    throw new UsageError(
      `expected a reference model and its parameters, ${got}; there are:\n${usage(models)}`,
    );
  }
  const numbers = texts.map(Number);
  try {
    const strange = texts.find((text) => !/^\d+$/.test(text));
    if (strange !== undefined) throw new ParameterError(`expected whole numbers, got '${strange}'`);
    const check = model.build(...numbers);
    const keys = Object.keys(model.parameters);
    return { name, check, parameters: Object.fromEntries(keys.map((key, at) => [key, numbers[at]!])) };
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    throw new UsageError(`${error.message}; usage:\n${usage(new Map([[name, model]]))}`);
  }
}

/** @throws UsageError where the book has no such instance, or several. */
function instanceOf([chapter = '', name = '', ...more]: readonly string[]): Built {
  const found = chapters.filter(({ id }) => chapter !== '' && id.startsWith(chapter));
  const instances = found.flatMap(({ instances }) => instances);
  const [instance, ...others] = instances.filter((each) => each.name === name);
  if (instance === undefined || others.length > 0 || more.length > 0) {
    const names = instances.map((each) => `  ${JSON.stringify(each.name)}`).join('\n');
    const known = names || `no chapter begins with '${chapter}'`;
    throw new UsageError(`expected a chapter and the name of one of its instances; there are:\n${known}`);
  }
  const { system, claims } = instance;
  const properties = claims.map(({ property }) => property as Property<StateOf<AnySystem>>);
  return { name: `${found[0]!.id}, ${name}`, parameters: {}, check: check(system, properties) };
}
