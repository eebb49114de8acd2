/** Options from the environment: `SYNOD_CLIENTS_LISTEN` stands in the place of `clients.listen`. */
import type * as v from 'valibot';
import { nearest } from '../synod/nearest.js';
import { type Schema, within } from '../synod/schema.js';
import { UsageError } from '../terminal/exit.js';

export type Environment = Readonly<Record<string, string | undefined>>;

interface Variable {
  readonly name: string;
  readonly path: readonly string[];
  /** Whether it is the text itself; anything else is JSON. */
  readonly isText: boolean;
}

const PREFIX = 'SYNOD_';

/**
 * A copy of the document, with what the environment says.
 *
 * @throws UsageError where a variable should be JSON and is not.
 */
export function overridden(document: unknown, schema: Schema, env: Environment): unknown {
  if (typeof document !== 'object' || document === null) return document;
  const copy = structuredClone(document) as Record<string, unknown>;
  for (const variable of variablesOf(schema)) {
    const text = env[variable.name];
    if (text !== undefined) put(copy, variable.path, variable.isText ? text : parsed(variable.name, text));
  }
  return copy;
}

/** Variables that look as if they were meant for a server, and are not any of its options. */
export function strayVariables(schema: Schema, env: Environment): readonly string[] {
  const known = variablesOf(schema).map(({ name }) => name);
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name))
    .map((name) => {
      const near = nearest(name, known);
      return near === undefined ? name : `${name} (did you mean ${near}?)`;
    });
}

function variablesOf(schema: Schema, path: readonly string[] = []): readonly Variable[] {
  return Object.entries(schema.entries).flatMap(([key, entry]) => {
    const here = [...path, key];
    const inside = within(entry);
    if (inside !== undefined) return variablesOf(inside, here);
    return [{ name: PREFIX + here.map(inCapitals).join('_'), path: here, isText: isText(entry) }];
  });
}

/** `bodyBytesMax` as `BODY_BYTES_MAX`. */
function inCapitals(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function isText(entry: v.GenericSchema): boolean {
  if ('wrapped' in entry) return isText(entry.wrapped as v.GenericSchema);
  return entry.type === 'string' || entry.type === 'picklist';
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`expected JSON in the variable ${name}; got ${text.slice(0, 200)}`);
  }
}

/** Objects on the way that are missing are made. */
function put(into: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) into[key!] = value;
  else {
    into[key!] ??= {};
    put(into[key!] as Record<string, unknown>, rest, value);
  }
}
