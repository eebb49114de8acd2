/** The command line that compares this checker with Spin on message-set Paxos, in turn, on the same machine. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { Exit, type ExitCode, UsageError } from '#src/terminal/exit.js';
import type { Io } from '#src/terminal/io.js';
import { formatCount, formatSeconds, parseCount } from '#src/terminal/units.js';
import { by, exitCodeOf } from './command.js';
import type { Measurement } from './measure.js';
import { COMPILER_OPTIONS, runSpin, type SpinRun, versionOf } from './pan.js';
import { longestPath, promela } from './promela.js';
import { rows } from './table.js';

interface Options {
  readonly json?: boolean;
  readonly promela?: boolean;
  readonly repeat: number;
}

/** Runs one command line and says how it ended; never throws. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const program = new Command('bench:spin')
    .description(
      'Explore message-set Paxos with this checker and with Spin, and compare counts, time and memory.',
    )
    .argument('[numbers...]', `acceptors, values, ballots (default: ${DEFAULT_PARAMETERS.join(' ')})`)
    .option(
      '--repeat <count>',
      'run both this often, in turn; the fastest run of each counts',
      by(parseCount),
      1,
    )
    .option('--promela', 'print the Promela model and do nothing else')
    .option('--json', 'print one JSON object and nothing else')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', EXIT_CODES);
  return exitCodeOf(program, args, io, async (options: Options, operands) => {
    const [acceptors, values, ballots] = parametersOf(operands);
    const model = promela(acceptors, values, ballots);
    if (options.promela) {
      io.out.write(model);
      return Exit.asStated;
    }
    const spinVersion = await versionOf('spin', '-V', io.env);
    const missing = [
      ...(spinVersion === undefined ? ['spin'] : []),
      ...((await versionOf('gcc', '--version', io.env)) === undefined ? ['gcc'] : []),
    ];
    if (missing.length > 0) {
      io.err.write(`skipped: ${missing.join(' and ')} not installed (Debian: apt install spin gcc)\n`);
      return Exit.notFinished;
    }
    let ours: Measurement | undefined;
    let spin: SpinRun | undefined;
    for (let turn = 0; turn < options.repeat; turn++) {
      ours = fastest(ours, await runOurs([acceptors, values, ballots], io.signal));
      spin = fastest(spin, await runSpin(model, longestPath(acceptors, ballots), ours.states, io.signal));
    }
    return report(ours!, spin!, spinVersion!, options.json ?? false, io);
  });
}

const EXIT_CODES = `
Exit code:
  0  states and transitions are the same, and both find that agreement holds
  1  they differ
  2  wrong use
  3  skipped: spin or gcc is not installed`;

const DEFAULT_PARAMETERS = [3, 2, 4] as const;

function parametersOf(texts: readonly string[]): readonly [number, number, number] {
  if (texts.length === 0) return DEFAULT_PARAMETERS;
  const [acceptors, values, ballots] = texts.map(Number);
  const isPositive = texts.every((text) => /^[1-9]\d*$/.test(text));
  if (texts.length !== 3 || !isPositive)
    throw new UsageError(
      `expected three whole numbers of 1 or more (acceptors, values, ballots), got '${texts.join("' '")}'`,
    );
  return [acceptors!, values!, ballots!];
}

/** In a process of its own, so that its peak of memory is the search's. What it prints counts, whatever its exit code. */
async function runOurs(parameters: readonly number[], signal: AbortSignal): Promise<Measurement> {
  const bench = fileURLToPath(new URL('bench.js', import.meta.url));
  const args = [bench, 'message-set', ...parameters.map(String), '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { signal }).catch(
    (error: Error & { readonly stdout?: string }) => {
      if (error.stdout) return { stdout: error.stdout };
      throw error;
    },
  );
  return JSON.parse(stdout);
}

function fastest<Run extends { readonly seconds: number }>(best: Run | undefined, run: Run): Run {
  return best === undefined || run.seconds < best.seconds ? run : best;
}

function report(ours: Measurement, spin: SpinRun, spinVersion: string, json: boolean, io: Io): ExitCode {
  const agree =
    ours.states === spin.states &&
    ours.transitions === spin.transitions &&
    (ours.verdict === 'holds') === (spin.errors === 0);
  const spinBytesPerState = Number((spin.bytes / spin.states).toFixed(1));
  const ratios = {
    time: ratio(ours.seconds, spin.seconds),
    bytesPerState: ratio(ours.bytesPerState!, spinBytesPerState),
  };
  const document = {
    parameters: ours.parameters,
    agree,
    ours,
    spin: { version: spinVersion, options: COMPILER_OPTIONS, ...spin, bytesPerState: spinBytesPerState },
    ratios,
  };
  const table = rows([
    [Object.values(ours.parameters).join('/'), 'ours', 'spin', 'ours / spin'],
    ['states', formatCount(ours.states), formatCount(spin.states), ''],
    ['transitions', formatCount(ours.transitions), formatCount(spin.transitions), ''],
    ['verdict', ours.verdict, spin.errors === 0 ? 'holds' : 'fails', ''],
    ['time', formatSeconds(ours.seconds), formatSeconds(spin.seconds), String(ratios.time ?? '–')],
    [
      'bytes a state',
      String(ours.bytesPerState),
      String(spinBytesPerState),
      String(ratios.bytesPerState ?? '–'),
    ],
  ]);
  const conclusion = agree ? 'The counts are the same.' : 'THE COUNTS DIFFER.';
  io.out.write(
    json
      ? `${JSON.stringify(document, null, 2)}\n`
      : `${spinVersion}, ${COMPILER_OPTIONS.join(' ')}\n${table}${conclusion}\n`,
  );
  return agree ? Exit.asStated : Exit.notAsStated;
}

/** To two digits; null where Spin's part is too small to measure. */
function ratio(ours: number, spins: number): number | null {
  return spins > 0 ? Number((ours / spins).toFixed(2)) : null;
}
