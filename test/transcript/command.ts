/** The command line that takes the transcript, with this Node or others, and compares it with the one committed. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { Exit, type ExitCode, worseOf } from '#src/terminal/exit.js';
import type { Io } from '#src/terminal/io.js';
import { exitCodeOf } from '#test/bench/command.js';
import { departure, golden, writeGolden } from './golden.js';
import { transcriptOf } from './transcript.js';

interface Options {
  readonly node?: readonly string[];
  readonly write?: boolean;
}

/** Runs one command line and says how it ended; never throws. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const program = new Command('transcript')
    .description('Run three replicas from a seed, and compare all that they ask for with what is committed.')
    .option('--node <version...>', "with these versions of Node, had from npm's package `node`")
    .option('--write', 'commit to what comes now instead')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', EXIT_CODES);
  return exitCodeOf(program, args, io, async ({ node, write }: Options) => {
    if (write) writeGolden(transcriptOf().lines);
    if (node === undefined) return compare(io);
    const codes: ExitCode[] = [];
    for (const version of node) codes.push(await compareWith(version, io));
    return worseOf(...codes);
  });
}

const EXIT_CODES = `
Exit code:
  0  every line is as committed
  1  one is not
  2  wrong use
  3  skipped: a version of Node could not be had`;

function compare({ out, err }: Io): ExitCode {
  const { lines } = transcriptOf();
  const departs = departure(golden(), lines);
  if (departs === undefined) out.write(`Node ${process.version}: ${lines.length} lines, as committed\n`);
  else err.write(`Node ${process.version}: ${departs}\n`);
  return departs === undefined ? Exit.asStated : Exit.notAsStated;
}

/** In a process of that Node, which runs this same program. */
async function compareWith(version: string, io: Io): Promise<ExitCode> {
  const had = await node(version, ['--version'], io);
  if (had.code !== 0) {
    const why = had.err.trim().split('\n')[0];
    io.err.write(`skipped: the npm package node@${version} could not be had (${why})\n`);
    return Exit.notFinished;
  }
  const { code, out, err } = await node(version, [MAIN], io);
  io.out.write(out);
  io.err.write(err);
  return code === 0 ? Exit.asStated : Exit.notAsStated;
}

const MAIN = fileURLToPath(new URL('main.js', import.meta.url));

interface Ended {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

/** How that Node ends; an error's code where it, or npx, could not be started. */
async function node(version: string, args: readonly string[], { env, signal }: Io): Promise<Ended> {
  const command = ['--yes', `--package=node@${version}`, '--', 'node', ...args];
  return promisify(execFile)('npx', command, { env: { ...env }, signal }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, message, stdout, stderr }: ExecError) => ({ code, out: stdout ?? '', err: stderr || message }),
  );
}

interface ExecError extends Error {
  readonly code: number | string;
  readonly stdout?: string;
  readonly stderr?: string;
}
