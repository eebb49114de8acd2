/** What the commands of this folder share: their options' parsers, and how each way to end becomes an exit code. */
import { type Command, CommanderError, InvalidArgumentError } from 'commander';
import { Exit, type ExitCode, UsageError } from '#src/terminal/exit.js';
import type { Io } from '#src/terminal/io.js';

/** Parses the arguments and acts on them; an error becomes its message and an exit code. */
export async function exitCodeOf<Options>(
  program: Command,
  args: readonly string[],
  io: Io,
  act: (options: Options, operands: readonly string[]) => Promise<ExitCode>,
): Promise<ExitCode> {
  program
    .showHelpAfterError('(--help says what there is)')
    .configureOutput({ writeOut: (text) => io.out.write(text), writeErr: (text) => io.err.write(text) })
    .exitOverride();
  try {
    program.parse(args, { from: 'user' });
    return await act(program.opts() as Options, program.args);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.asStated : Exit.wrong;
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    io.err.write(`error: ${error instanceof UsageError ? message : stack}\n`);
    return Exit.wrong;
  }
}

/** An option's parser whose complaint commander puts beside the option's name. */
export function by<Value>(parse: (text: string) => Value): (text: string) => Value {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}

/** Runs a command on this process's own streams; SIGINT asks it to stop and to print what is known, a second one ends it, as SIGTERM does. */
export async function runProcess(run: (args: readonly string[], io: Io) => Promise<ExitCode>): Promise<void> {
  const stop = new AbortController();
  const end = (_: string, signal: number) => process.exit(128 + signal);
  // By an exit, so that whatever it has started is ended too.
  process.once('SIGINT', () => {
    stop.abort();
    process.once('SIGINT', end);
  });
  process.once('SIGTERM', end);
  process.exitCode = await run(process.argv.slice(2), {
    out: process.stdout,
    err: process.stderr,
    env: process.env,
    signal: stop.signal,
  });
}
