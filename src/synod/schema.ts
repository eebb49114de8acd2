/** What options are made of, and what is wrong with those that are given. */
import * as v from 'valibot';
import { clusterLimits, LIMITS } from '../paxos/limits.js';
import { addressOf } from '../transport/address.js';
import { nearest } from './nearest.js';

export const aText = v.pipe(v.string(), v.nonEmpty());
export const anAddress = v.pipe(v.string(), v.check(isAddress));

const aLimit = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)));
const ofTheCluster = Object.keys(clusterLimits(LIMITS));
const ofTheMember = Object.keys(LIMITS).filter((name) => !ofTheCluster.includes(name));

export const aMembersLimits = v.strictObject(Object.fromEntries(ofTheMember.map((name) => [name, aLimit])));

/** An object of options. */
export interface Schema extends v.GenericSchema {
  readonly entries: Readonly<Record<string, v.GenericSchema>>;
}

/** What was expected, and what was given in its place; undefined where all is as it should be. */
export function problemIn(schema: Schema, options: unknown): string | undefined {
  const { issues } = v.safeParse(schema, options, { abortEarly: true });
  if (issues === undefined) return undefined;
  const [{ expected, received, path = [], type }] = issues;
  const keys = path.map(({ key }) => String(key));
  if (expected === 'never') return unknownName(schema, keys);
  if (received === 'undefined' && expected === `"${keys.at(-1)}"`)
    return `expected the option ${keys.join('.')}; got none`;
  const got = type === 'non_empty' ? '""' : received;
  return `expected ${WANTED[type] ?? expected} as ${keys.join('.') || 'options'}; got ${got}`;
}

/** What valibot has no words of its own for. */
const WANTED: Readonly<Record<string, string>> = {
  check: 'host:port',
  non_empty: 'a text that is not empty',
  integer: 'a whole number',
  safe_integer: 'a whole number',
};

/** The options of an object that stands at that name, where one does; it may be optional. */
export function within(schema: v.GenericSchema): Schema | undefined {
  if ('wrapped' in schema) return within(schema.wrapped as v.GenericSchema);
  return 'entries' in schema ? (schema as Schema) : undefined;
}

/** An option that there is not, among those of the object in which it stands. */
function unknownName(schema: Schema, keys: readonly string[]): string {
  const around = keys.slice(0, -1).reduce<Schema>((outer, key) => within(outer.entries[key]!)!, schema);
  const names = Object.keys(around.entries);
  const name = keys.at(-1)!;
  const near = nearest(name, names);
  const hint = ofTheCluster.includes(name)
    ? OF_THE_CLUSTER
    : near === undefined
      ? ''
      : `; did you mean ${near}?`;
  return `expected one of the options ${names.join(', ')}; got ${keys.join('.')}${hint}`;
}

const OF_THE_CLUSTER = ', which belongs to the cluster: it is given once, to foundCluster';

function isAddress(text: string): boolean {
  try {
    addressOf(text);
    return true;
  } catch {
    return false;
  }
}
