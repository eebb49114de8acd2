/** What a command that counts shows while it runs: one line rewritten on a terminal, a line now and then in a log. */
import type { Io } from './io.js';

/** Milliseconds between two lines in a log. */
const QUIET_EVERY = 10_000;

/** Nothing is shown beside a document. */
export function counting(
  { err, env }: Io,
  isMachineReadable: boolean,
): { readonly update: (line: string) => void; readonly end: () => void } {
  const isTerminal = err.isTTY === true && !env.CI && env.TERM !== 'dumb';
  let due = performance.now() + QUIET_EVERY;
  return {
    update: (line) => {
      if (isTerminal) err.write(`\r\u001b[K${line}`);
      else if (!isMachineReadable && performance.now() > due) {
        due += QUIET_EVERY;
        err.write(`${line}\n`);
      }
    },
    end: () => {
      if (isTerminal) err.write('\r\u001b[K');
    },
  };
}
