/** What the commands of this folder share: their options' parsers, and how each way to end becomes an exit code. */
import { type Command, CommanderError, InvalidArgumentError } from 'commander';
import { Exit, type ExitCode, UsageError } from '#src/terminal/exit.js';
import type { Io } from '#src/terminal/io.js';

/** A command under a program's, by a word that stands in the place of the program's own operands. */
export interface Subcommand {
  readonly command: Command;
  act(io: Io): Promise<ExitCode>;
}

/** Parses the arguments and acts on them; an error becomes its message and an exit code. */
export async function exitCodeOf<Options>(
  program: Command,
  args: readonly string[],
  io: Io,
  act: (options: Options, operands: readonly string[]) => Promise<ExitCode>,
  subcommands: readonly Subcommand[] = [],
): Promise<ExitCode> {
  let exitCode: ExitCode = Exit.asStated;
  const prepare = (command: Command, run: () => Promise<ExitCode>): Command =>
    command
      .showHelpAfterError('(--help says what there is)')
      .configureOutput({ writeOut: (text) => io.out.write(text), writeErr: (text) => io.err.write(text) })
      .exitOverride()
      .action(async () => {
        exitCode = await run();
      });
  // What stands behind a subcommand is the subcommand's, though options of the program have the same names.
  prepare(program, () => act(program.opts() as Options, program.args)).enablePositionalOptions();
  for (const { command, act } of subcommands)
    program.addCommand(
      prepare(command, async () => {
        const stray = program.options.find(
          (option) => program.getOptionValueSource(option.attributeName()) === 'cli',
        );
        if (stray === undefined) return act(io);
        const name = command.name();
        throw new UsageError(`Expected the options of ${name} after '${name}'; got ${stray.long} before it.`);
      }),
    );
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
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

/** The parser of several values, with commas between them. */
export function listOf<Value>(parse: (text: string) => Value): (text: string) => readonly Value[] {
  return (text) => text.split(',').map(parse);
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
