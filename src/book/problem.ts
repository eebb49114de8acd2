/** What can be wrong with a generated block, and where. */

/** Something to mend in a file, by hand or by running the command. */
export interface Problem {
  /** Relative to the house, with `/`. */
  readonly file: string;
  /** Counted from 1; absent where it is no matter of a line. */
  readonly line?: number;
  readonly message: string;
}

/** A block that cannot be generated. The message says what was expected and what there is. */
export class BlockError extends Error {
  override readonly name = 'BlockError';

  /** @param line counted from 1; the block's own when left out. */
  constructor(
    message: string,
    readonly line?: number,
  ) {
    super(message);
  }
}

/** One problem after the other, each beginning with its place; '' where there is none. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ file, line, message }) => `${file}${line === undefined ? '' : `:${line}`}: ${message}`)
    .join('\n');
}

/** The names there are, for messages about one that is not. */
export function among(names: readonly string[]): string {
  return names.length === 0 ? '(there is none)' : names.map((name) => `'${name}'`).join(', ');
}
