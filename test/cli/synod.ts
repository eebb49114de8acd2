/** Runs `synod` in this process or in one of its own, and keeps what it wrote. */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Chapter } from '#spec/index.js';
import { type Book, run } from '#src/cli/program.js';
import type { Io } from '#src/terminal/io.js';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Circumstances {
  readonly env?: Io['env'];
  readonly signal?: AbortSignal;
  /** Both streams are terminals this wide. */
  readonly columns?: number;
  /** What is typed, a line each. */
  readonly typed?: readonly string[];
}

/** The command line over a book, in this process; as one line, or in words where one has a space in it. */
export async function synod(
  args: string | readonly string[],
  book: readonly Chapter[] | Book,
  { env = {}, signal = new AbortController().signal, columns, typed }: Circumstances = {},
): Promise<Ran> {
  const written = { out: '', err: '' };
  const output = (name: 'out' | 'err') => ({
    write: (chunk: string) => {
      written[name] += chunk;
    },
    isTTY: columns !== undefined,
    columns,
  });
  const input = typed && { input: Readable.from(typed.map((line) => `${line}\n`)) };
  const io = { out: output('out'), err: output('err'), env, signal, ...input };
  const code = await run(
    typeof args === 'string' ? args.split(' ').filter(Boolean) : args,
    Array.isArray(book) ? () => book : (book as Book),
    '0.0.0',
    io,
  );
  return { code, ...written };
}

/** The published program, in a process of its own. */
export const PROGRAM = new URL('../../src/cli/main.js', import.meta.url);
/** The same over the made-up chapters. */
export const MADE_UP = new URL('./programs/made-up.js', import.meta.url);

/** `script` is part of util-linux; elsewhere tests in a terminal say that they did not run. */
export const hasTerminals = spawnSync('script', ['--version']).status === 0;

/** What the published program leaves on the screen of a pseudo-terminal with 80 columns, colours included, and how it ends. */
export function inTerminal(
  args: string,
  typed = '',
): { readonly code: number | null; readonly screen: string } {
  const command = `stty cols 80; ${process.execPath} ${fileURLToPath(PROGRAM)} ${args}`;
  const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    input: typed,
    encoding: 'utf8',
  });
  // What is rewritten, such as progress, is gone.
  const lines = stdout
    .split('\r\n')
    .map((line) => line.slice(line.lastIndexOf('\r') + 1).replace('\u001b[K', ''));
  return { code: status, screen: lines.join('\n') };
}

/**
 * Runs a program in a process of its own.
 *
 * @param meanwhile is given the child as soon as it runs, to signal it or to close what it writes to.
 */
export async function spawned(
  program: URL,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  meanwhile: (child: Child) => void = () => {},
): Promise<Ran> {
  const { PATH, NODE_V8_COVERAGE } = process.env;
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], {
    env: { ...(PATH && { PATH }), ...(NODE_V8_COVERAGE && { NODE_V8_COVERAGE }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ran = { code: null as number | null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ran.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ran.err += text;
  });
  meanwhile(child);
  [ran.code] = (await once(child, 'close')) as [number | null];
  return ran;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;
