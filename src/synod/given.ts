/** What a program gives to a member, compared with what it may be before anything is done. */
import * as v from 'valibot';
import { clusterLimits, LIMITS } from '../paxos/limits.js';
import { addressOf } from '../transport/address.js';
import { nearest } from './nearest.js';

/** An option that does not exist, is missing, or is of another kind. Nothing was done. */
export class InvalidOption extends Error {
  override readonly name = 'InvalidOption';
}

/** The longest time that timers can wait. */
const WITHIN_MAX_MS = 2 ** 31 - 1;

const aText = v.pipe(
  v.string(),
  v.nonEmpty('Invalid value: Expected a text that is not empty but received ""'),
);
const aFunction = v.function();
const anAddress = v.pipe(
  v.string(),
  v.check(isAddress, (issue) => `Expected host:port but received ${issue.received}`),
);
const aLimit = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)));
const ofTheCluster = Object.keys(clusterLimits(LIMITS));
const ofTheMember = Object.keys(LIMITS).filter((name) => !ofTheCluster.includes(name));
const withinMs = v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(WITHIN_MAX_MS)));
const signal = v.optional(v.instance(AbortSignal));

const opening = v.strictObject({
  folder: aText,
  machine: v.looseObject({ start: v.unknown(), apply: aFunction }),
  listen: v.optional(anAddress),
  peers: v.optional(v.record(v.string(), anAddress)),
  tls: v.optional(aFunction),
  allowPlainText: v.optional(v.boolean()),
  limits: v.optional(v.strictObject(Object.fromEntries(ofTheMember.map((name) => [name, aLimit])))),
  checkMachine: v.optional(v.boolean()),
  log: v.optional(v.looseObject({})),
  trace: v.optional(aText),
  withinMs,
});
const call = v.strictObject({ withinMs, signal });
const reading = v.strictObject({
  ...call.entries,
  consistency: v.optional(v.picklist(['linearizable', 'local'])),
  after: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
});

/** @throws InvalidOption where a member cannot be opened with that. */
export function assertOpening(options: unknown): void {
  assertIs(opening, options, 'Synod.open');
}

/** @throws InvalidOption where a command cannot be proposed with that. */
export function assertCall(options: unknown): void {
  assertIs(call, options, 'propose');
}

/** @throws InvalidOption where a state cannot be read with that. */
export function assertReading(options: unknown): void {
  assertIs(reading, options, 'read');
}

type Schema = { readonly entries: Readonly<Record<string, unknown>> };

function assertIs(
  schema: typeof opening | typeof call | typeof reading,
  options: unknown,
  where: string,
): void {
  const { issues } = v.safeParse(schema, options, { abortEarly: true });
  if (issues === undefined) return;
  const [{ expected, received, path = [], type }] = issues;
  const keys = path.map(({ key }) => String(key));
  if (expected === 'never') throw unknownName(schema, keys, where);
  const wanted = type === 'check' ? 'host:port' : expected;
  throw new InvalidOption(`${where}: expected ${wanted} as ${keys.join('.') || 'options'}; got ${received}`);
}

/** An option that there is not, among those of the object in which it stands. */
function unknownName(schema: Schema, keys: readonly string[], where: string): InvalidOption {
  const within = keys.slice(0, -1).reduce<Schema>((outer, key) => entryOf(outer, key), schema);
  const names = Object.keys(within.entries);
  const name = keys.at(-1)!;
  const near = nearest(name, names);
  const hint = ofTheCluster.includes(name)
    ? OF_THE_CLUSTER
    : near === undefined
      ? ''
      : `; did you mean ${near}?`;
  return new InvalidOption(
    `${where}: expected one of the options ${names.join(', ')}; got ${keys.join('.')}${hint}`,
  );
}

const OF_THE_CLUSTER = ', which belongs to the cluster: it is given once, to foundCluster';

function entryOf({ entries }: Schema, key: string): Schema {
  return (entries[key] as { readonly wrapped: Schema }).wrapped;
}

function isAddress(text: string): boolean {
  try {
    addressOf(text);
    return true;
  } catch {
    return false;
  }
}
