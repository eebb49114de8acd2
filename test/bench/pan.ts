/** Spin from outside: generates its verifier for a model, compiles it, runs it, and reads what it prints. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Io } from '#src/terminal/io.js';

const execute = promisify(execFile);

/** What Spin found. */
export interface SpinRun {
  readonly states: number;
  /** Without the one that Spin counts for reaching the initial state. */
  readonly transitions: number;
  /** The search alone, to three digits, as Spin prints it. */
  readonly seconds: number;
  /** All that Spin allocated: states, hash table and stack. */
  readonly bytes: number;
  readonly errors: number;
}

/** Exhaustive search of states stored in full, no reduction; nothing but what safety needs. */
export const COMPILER_OPTIONS = ['-O2', '-DSAFETY', '-DNOREDUCE'];

/** The same, with state vectors stored as they are: fastest where the model's fields are packed already. */
export const FASTEST_OPTIONS = [...COMPILER_OPTIONS, '-DNOCOMP'];

/** Whether a count is the one that Spin printed: it prints eight digits, `1.2345679e+08`. */
export function isPrinted(count: number, printed: number): boolean {
  return Number(count.toPrecision(8)) === printed;
}

/** The version of a program, or undefined where it is not installed: not on the environment's PATH. */
export async function versionOf(
  program: string,
  option: string,
  env: Io['env'],
): Promise<string | undefined> {
  try {
    const { stdout } = await execute(program, [option], { env: { ...env } });
    return stdout.split('\n')[0]!.trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Runs Spin over a model.
 *
 * @param options for the C compiler.
 * @param depthMax no path without a repeated state is longer.
 * @param statesExpected sizes the hash table, to spare Spin crowded slots.
 * @throws Error where a tool fails, or Spin did not finish.
 */
export async function runSpin(
  model: string,
  options: readonly string[],
  depthMax: number,
  statesExpected: number,
  signal?: AbortSignal,
): Promise<SpinRun> {
  const folder = await mkdtemp(join(tmpdir(), 'synod-spin-'));
  const inFolder = { cwd: folder, maxBuffer: 2 ** 26, ...(signal && { signal }) };
  const hashBits = Math.max(16, Math.ceil(Math.log2(statesExpected)) + 1);
  const megabytes = Math.floor(totalmem() / 2 ** 20);
  try {
    await writeFile(join(folder, 'model.pml'), model);
    await execute('spin', ['-a', 'model.pml'], inFolder);
    await execute('gcc', [...options, `-DMEMLIM=${megabytes}`, '-o', 'pan', 'pan.c'], inFolder);
    const { stdout } = await execute('./pan', [`-m${depthMax + 10}`, `-w${hashBits}`], inFolder);
    return parsed(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function parsed(output: string): SpinRun {
  const number = (pattern: RegExp): number => {
    const match = pattern.exec(output);
    if (!match) throw new Error(`expected ${pattern} in what Spin printed, got:\n${output}`);
    return Number(match[1]);
  };
  if (/Search not completed|max search depth too small|out of memory/.test(output))
    throw new Error(`expected Spin to finish, but it stopped early:\n${output}`);
  return {
    states: number(/(\d\S*) states, stored/),
    transitions: number(/(\d\S*) transitions \(/) - 1,
    seconds: number(/elapsed time (\S+) seconds/),
    bytes: number(/(\S+)\s+(?:total actual memory usage|memory usage \(Mbyte\))/) * 2 ** 20,
    errors: number(/errors: (\d+)/),
  };
}
