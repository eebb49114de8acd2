/** What commands are given: the configuration of a server, and for some of them a file to write. */
import { existsSync } from 'node:fs';
import { UsageError } from '../terminal/exit.js';

export interface Given {
  readonly config: string;
  readonly json?: boolean;
}

export interface Writing extends Given {
  readonly out: string;
}

/**
 * Asserts that nothing would be overwritten.
 *
 * @param what is to be written there
 * @throws UsageError where there is a file.
 */
export function assertFree(file: string, what: string): void {
  if (existsSync(file))
    throw new UsageError(
      `expected no file ${file}, where ${what} is to be written; got one. Name another one`,
    );
}
