/** The command line as a process: its streams, its signals, its exit code. */
import { readFileSync } from 'node:fs';
import { type Book, run } from './program.js';

/** Runs the process's own command line over a book. */
export async function runProcess(book: Book): Promise<void> {
  // A reader that has seen enough (`synod list | head`) is no error.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  process.exitCode = await run(process.argv.slice(2), book, version(), {
    out: process.stdout,
    err: process.stderr,
    input: process.stdin,
    env: process.env,
    signal: stopSignal(),
  });
}

/** The first SIGINT or SIGTERM asks to stop and print what is known; the second finds no handler and ends the process. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const onSignal = (): void => {
    for (const signal of signals) process.off(signal, onSignal);
    stop.abort();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return stop.signal;
}

function version(): string {
  const packageJson = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string }).version;
}
