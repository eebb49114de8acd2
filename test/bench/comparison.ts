/** The command line that compares this checker with Spin on message-set Paxos, in turn, on the same machine. */
import { Command } from 'commander';
import { Exit, type ExitCode, UsageError } from '#src/terminal/exit.js';
import type { Io } from '#src/terminal/io.js';
import { formatCount, formatSeconds, parseCount } from '#src/terminal/units.js';
import { measuredApart, middle } from './apart.js';
import { by, exitCodeOf } from './command.js';
import type { Measurement } from './measure.js';
import { COMPILER_OPTIONS, FASTEST_OPTIONS, isPrinted, runSpin, type SpinRun, versionOf } from './pan.js';
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
    .argument(
      '[numbers...]',
      `acceptors, values, ballots; then perhaps those of another size (default: ${DEFAULT_SIZES.flat().join(' ')})`,
    )
    .option(
      '--repeat <count>',
      'run both this often, in turn; the run in the middle counts',
      by(parseCount),
      1,
    )
    .option('--promela', 'print the Promela model and do nothing else')
    .option('--json', 'print one JSON object and nothing else')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', EXIT_CODES);
  return exitCodeOf(program, args, io, async (options: Options, operands) => {
    const sizes = sizesOf(operands);
    if (options.promela) {
      for (const size of sizes) io.out.write(promela(...size));
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
    const found: Found[] = [];
    for (const size of sizes) found.push(await compared(size, options.repeat, io.signal));
    return report(found, spinVersion!, options.json ?? false, io);
  });
}

type Size = readonly [acceptors: number, values: number, ballots: number];

/** What was found of one size: by this checker, by Spin as it is usually run, and by Spin at its best. */
interface Found {
  readonly ours: Measurement;
  readonly spin: SpinRun;
  readonly packed: SpinRun;
}

async function compared(size: Size, repeat: number, signal: AbortSignal): Promise<Found> {
  const [acceptors, values, ballots] = size;
  const usual = promela(acceptors, values, ballots);
  const best = promela(acceptors, values, ballots, true);
  const longest = longestPath(acceptors, ballots);
  const turns: Found[] = [];
  for (let turn = 0; turn < repeat; turn++) {
    const ours = await measuredApart(['message-set', ...size.map(String)], signal);
    const spin = await runSpin(usual, COMPILER_OPTIONS, longest, ours.states, signal);
    const packed = await runSpin(best, FASTEST_OPTIONS, longest, ours.states, signal);
    turns.push({ ours, spin, packed });
  }
  return {
    ours: middle(turns.map(({ ours }) => ours)),
    spin: middle(turns.map(({ spin }) => spin)),
    packed: middle(turns.map(({ packed }) => packed)),
  };
}

const EXIT_CODES = `
Exit code:
  0  states and transitions are the same, and both find that agreement holds
  1  they differ
  2  wrong use
  3  skipped: spin or gcc is not installed`;

/** Some hundred thousand states, some millions, and more: who is faster depends on the size. */
const DEFAULT_SIZES: readonly Size[] = [
  [3, 2, 3],
  [4, 2, 3],
  [3, 2, 4],
];

function sizesOf(texts: readonly string[]): readonly Size[] {
  if (texts.length === 0) return DEFAULT_SIZES;
  const isPositive = texts.every((text) => /^[1-9]\d*$/.test(text));
  if (texts.length % 3 !== 0 || !isPositive)
    throw new UsageError(
      `expected three whole numbers of 1 or more (acceptors, values, ballots) for each size, got '${texts.join("' '")}'`,
    );
  const numbers = texts.map(Number);
  return Array.from(
    { length: numbers.length / 3 },
    (_, at) => numbers.slice(3 * at, 3 * at + 3) as unknown as Size,
  );
}

function report(found: readonly Found[], spinVersion: string, json: boolean, io: Io): ExitCode {
  const documents = found.map((one) => documentOf(one, spinVersion));
  const agree = documents.every((document) => document.agree);
  const conclusion = agree ? 'The counts are the same.' : 'THE COUNTS DIFFER.';
  io.out.write(
    json
      ? `${JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2)}\n`
      : `${spinVersion}, ${COMPILER_OPTIONS.join(' ')}; at its best: packed fields, ${FASTEST_OPTIONS.join(' ')}\n` +
          `${found.map(tableOf).join('\n')}${conclusion}\n`,
  );
  return agree ? Exit.asStated : Exit.notAsStated;
}

function documentOf({ ours, spin, packed }: Found, version: string) {
  const agreesWith = ({ states, transitions, errors }: SpinRun): boolean =>
    isPrinted(ours.states, states) &&
    isPrinted(ours.transitions + 1, transitions + 1) &&
    (ours.verdict === 'holds') === (errors === 0);
  const ratios = (run: SpinRun) => ({
    time: ratio(ours.seconds, run.seconds),
    bytesPerState: ratio(ours.bytesPerState, bytesPerState(run)),
  });
  return {
    parameters: ours.parameters,
    agree: agreesWith(spin) && agreesWith(packed),
    ours,
    spin: { version, options: COMPILER_OPTIONS, ...spin, bytesPerState: bytesPerState(spin) },
    packed: { version, options: FASTEST_OPTIONS, ...packed, bytesPerState: bytesPerState(packed) },
    ratios: ratios(spin),
    ratiosToPacked: ratios(packed),
  };
}

function bytesPerState({ bytes, states }: SpinRun): number {
  return Number((bytes / states).toFixed(1));
}

function tableOf({ ours, spin, packed }: Found): string {
  const runs = [spin, packed];
  const ratios = (mine: number, theirs: (run: SpinRun) => number) =>
    runs.map((run) => String(ratio(mine, theirs(run)) ?? '–'));
  return rows([
    [Object.values(ours.parameters).join('/'), 'ours', 'spin', 'at its best', 'ours / spin', 'ours / best'],
    ['states', formatCount(ours.states), ...runs.map(({ states }) => formatCount(states)), '', ''],
    [
      'transitions',
      formatCount(ours.transitions),
      ...runs.map((run) => formatCount(run.transitions)),
      '',
      '',
    ],
    ['verdict', ours.verdict, ...runs.map(({ errors }) => (errors === 0 ? 'holds' : 'fails')), '', ''],
    [
      'time',
      formatSeconds(ours.seconds),
      ...runs.map(({ seconds }) => formatSeconds(seconds)),
      ...ratios(ours.seconds, ({ seconds }) => seconds),
    ],
    [
      'bytes a state',
      String(ours.bytesPerState),
      ...runs.map((run) => String(bytesPerState(run))),
      ...ratios(ours.bytesPerState, bytesPerState),
    ],
  ]);
}

/** To two digits; null where Spin's part is too small to measure. */
function ratio(ours: number, spins: number): number | null {
  return spins > 0 ? Number((ours / spins).toFixed(2)) : null;
}
