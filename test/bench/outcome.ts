/** What a program of this folder ends with, and prints. */
import type { Io } from '#src/terminal/io.js';

export async function outcomeOf(
  command: (words: readonly string[], io: Io) => Promise<number>,
  line: string | readonly string[],
  env: Io['env'] = process.env,
) {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await command(
    typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line,
    {
      out: { write: (text: string) => out.push(text) },
      err: { write: (text: string) => err.push(text) },
      env,
      signal: new AbortController().signal,
    },
  );
  return { exitCode, out: out.join(''), err: err.join('') };
}
