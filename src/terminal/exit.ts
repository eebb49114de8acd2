/** How `synod` ends: what its exit code says, and the error that is the user's to mend. */

import type { Io } from './io.js';

/** What the exit code says. Where several apply, the first of 2, 1, 3, 0. */
export const Exit = {
  /** Every claim is as the chapter states it. */
  asStated: 0,
  /** Some claim's verdict is not the one stated. */
  notAsStated: 1,
  /** The command line or a model is wrong; nothing can be said about the claims. */
  wrong: 2,
  /** A budget ran out, or the run was interrupted, before every claim was decided. */
  notFinished: 3,
} as const;

export type ExitCode = (typeof Exit)[keyof typeof Exit];

/** How several things end that were done in one run. */
export function worseOf(...codes: readonly ExitCode[]): ExitCode {
  return (
    [Exit.wrong, Exit.notAsStated, Exit.notFinished].find((code) => codes.includes(code)) ?? Exit.asStated
  );
}

/** Wrong use of the command line. The message says what was expected and what there is. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** One clear message, which names what to mend; where it was thrown only for those who ask. */
export function reportError(
  message: string,
  stack: string | undefined,
  { err, env }: Pick<Io, 'err' | 'env'>,
): void {
  err.write(`error: ${message}\n`);
  if (stack !== undefined) err.write(env.DEBUG ? `${stack}\n` : '(DEBUG=1 shows where it was thrown)\n');
}
