/** JSON documents that are read back: parsed, decoded, and validated against a schema. */
import * as v from 'valibot';
import { deepFreeze } from '../data/values.js';
import { decoded } from './json-value.js';

/** A document that is not what it should be: where in it, what was expected, what was found. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/** A text as the plain data that was written; `what` names the document in errors. */
export function parsed(text: string, what: string): unknown {
  try {
    return deepFreeze(decoded(JSON.parse(text)));
  } catch (error) {
    throw new DocumentError(`expected ${what} as JSON, as 'synod' writes it; ${(error as Error).message}`);
  }
}

/** The value as the schema describes it, without what the schema does not name. */
export function validated<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true });
  if (success) return output;
  const [{ input, kind, type, expected }] = issues as [v.BaseIssue<unknown>];
  const where = v.getDotPath(issues[0]) ?? 'the document';
  const rule = kind === 'validation' ? `${type.replaceAll('_', ' ')} ` : '';
  const [wanted, got] =
    input === undefined ? ['a value', 'nothing'] : [`${rule}${expected ?? ''}`.trim(), shortened(input)];
  throw new DocumentError(`${what} as JSON: at '${where}': expected ${wanted}; got ${got}`);
}

/** Characters of what was found that are shown. */
const SHOWN = 60;

function shortened(value: unknown): string {
  const text = JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part));
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
