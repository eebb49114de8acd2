/** Verdicts and sizes as a file that is kept beside the systems, so that a change of a state space is seen in review. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DocumentError, type KeptVerdicts, verdictsFromJson, verdictsToJson } from '#model/index.js';
import { UsageError } from '../terminal/exit.js';

/**
 * Reads the file.
 *
 * @throws UsageError where it is not there, or is something else.
 */
export function readVerdicts(file: string): readonly KeptVerdicts[] {
  const anew = `synod check --write-verdicts ${file}`;
  if (!existsSync(file))
    throw new UsageError(`there is no file '${file}'; write it with ${anew}, and keep it with the systems`);
  try {
    return verdictsFromJson(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new UsageError(`${file}: ${error.message}; restore it, or write it anew with ${anew}`);
  }
}

/** What is kept of the book, beside it. */
export function bookVerdicts(): readonly KeptVerdicts[] {
  return readVerdicts(fileURLToPath(new URL('../../../spec/verdicts.json', import.meta.url)));
}

/** Writes the file; whoever reads it meanwhile finds the old one, whole. */
export function writeVerdicts(file: string, verdicts: readonly KeptVerdicts[]): void {
  writeFileSync(`${file}.part`, verdictsToJson(verdicts));
  renameSync(`${file}.part`, file);
}
