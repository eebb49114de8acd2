/** The benchmark's command line: a reference model and its parameters in, one measured search out. */
import { Command } from 'commander';
import { Exit, type ExitCode, UsageError } from '#src/cli/exit.js';
import type { Io } from '#src/cli/io.js';
import { progressDisplay } from '#src/cli/progress.js';
import { parseCount, parseDuration, parseSize } from '#src/cli/units.js';
import { type Check, ParameterError, type Reference } from '#test/reference/reference.js';
import { by, exitCodeOf } from './command.js';
import { type Measurement, measure } from './measure.js';
import { references, usage } from './references.js';
import { table } from './table.js';

interface Options {
  readonly json?: boolean;
  readonly maxStates?: number;
  readonly maxMemory?: number;
  readonly timeout?: number;
  readonly workers?: number;
  readonly symmetry?: boolean;
  readonly ample?: boolean;
  readonly compact?: boolean;
}

/** Runs one command line and says how it ended; never throws. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const models = await references();
  const program = new Command('bench')
    .description('Explore a reference model and measure the search.')
    .argument('[model]', 'one of the models below')
    .argument('[numbers...]', "the model's parameters, each a whole number of 1 or more")
    .option('--max-states <count>', 'give up beyond this many states: 250000, 1e6, 5M', by(parseCount))
    .option('--max-memory <size>', 'give up beyond this much memory: 512MiB, 4GiB', by(parseSize))
    .option('--timeout <duration>', 'give up after this time: 30s, 5m', by(parseDuration))
    .option('--workers <count>', 'search on this many threads', by(parseCount))
    .option('--symmetry', 'explore one state of each class of states that differ only in names')
    .option('--ample', 'leave out steps whose order makes no difference to the claims')
    .option('--compact', 'keep 64 bits of each state instead of the state')
    .option('--json', 'print one JSON object and nothing else')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', `\nModels:\n${usage(models)}\n${EXIT_CODES}`);
  return exitCodeOf(program, args, io, async (options: Options, [name, ...texts]) => {
    const model = models.get(name!);
    if (!model) {
      const got = name === undefined ? 'got none' : `there is no '${name}'`;
      throw new UsageError(
        `expected a reference model and its parameters, ${got}; there are:\n${usage(models)}`,
      );
    }
    const { check, parameters } = built(name!, model, texts);
    const running = progressDisplay(io, options.json ?? false).start([name, ...texts].join(' '));
    const measurement = await measure(name!, parameters, check, {
      ...(options.maxStates !== undefined && { maxStates: options.maxStates }),
      ...(options.maxMemory !== undefined && { maxMemory: options.maxMemory }),
      ...(options.timeout !== undefined && { timeoutMs: options.timeout }),
      ...(options.workers !== undefined && { workers: options.workers }),
      ...(options.symmetry && { symmetry: true }),
      ...(options.ample && { ample: true }),
      ...(options.compact && { compact: true }),
      signal: io.signal,
      onProgress: (progress) => running.update(progress),
      progressEveryMs: 500,
    }).finally(() => running.end());
    io.out.write(options.json ? `${JSON.stringify(measurement, null, 2)}\n` : table(measurement));
    return EXIT_CODE_OF[measurement.verdict];
  });
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

/** @throws UsageError where the model cannot be built from what was typed. */
function built(
  name: string,
  model: Reference,
  texts: readonly string[],
): { readonly check: Check; readonly parameters: Record<string, number> } {
  const numbers = texts.map(Number);
  try {
    const strange = texts.find((text) => !/^\d+$/.test(text));
    if (strange !== undefined) throw new ParameterError(`expected whole numbers, got '${strange}'`);
    const check = model.build(...numbers);
    const names = Object.keys(model.parameters);
    return { check, parameters: Object.fromEntries(names.map((key, index) => [key, numbers[index]!])) };
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    throw new UsageError(`${error.message}; usage:\n${usage(new Map([[name, model]]))}`);
  }
}
