/** Checks of what users write: each passes a value, or says where it stands, what was expected, what was got, and the nearest name. */
import { ModelError } from './model-error.js';
import { pathTo } from './values.js';

/**
 * Passes a value, or throws.
 *
 * @param of what the value is a part of, as errors call it.
 * @param path the way to it from there; empty for the whole.
 * @throws ModelError where the value is not what is expected.
 */
export type Check = (value: unknown, of: string, path?: string) => void;

/** What is said of a value that is not what is expected. */
export function difference(expected: string, value: unknown): string {
  return `expected ${expected}; got ${shown(value)}`;
}

/** The same, with its place. */
export function unexpected(expected: string, value: unknown, of: string, path = ''): ModelError {
  const where = path === '' ? of : `${of}, '${path}'`;
  return new ModelError(`${where}: ${difference(expected, value)}`);
}

/** A value that is what is expected, in words. */
export function that(expected: string, is: (value: unknown) => boolean): Check {
  return (value, of, path) => {
    if (!is(value)) throw unexpected(expected, value, of, path);
  };
}

export const aName: Check = that(
  'a text that is not empty',
  (value) => typeof value === 'string' && value !== '',
);
export const aText: Check = that('a text', (value) => typeof value === 'string');
export const aFunction: Check = that('a function', (value) => typeof value === 'function');
export const trueOrFalse: Check = that('true or false', (value) => typeof value === 'boolean');
export const anything: Check = () => {};

/** How often something may happen; `Infinity` is any number of times. */
export const times: Check = that(
  'a whole number that is not negative, or Infinity',
  (value) => value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 0),
);
/** How much there may be of something that is measured. */
export const amount: Check = that(
  'a number that is not negative',
  (value) => typeof value === 'number' && value >= 0,
);

export function wholeNumber(from: number): Check {
  return that(
    `a whole number from ${from} on`,
    (value) => Number.isSafeInteger(value) && (value as number) >= from,
  );
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One of these names. */
export function oneOf(known: readonly string[], what = 'one of'): Check {
  return (value, of, path) => {
    if (typeof value === 'string' && known.includes(value)) return;
    const { message } = unexpected(
      `${what}: ${known.join(', ') || 'none, for there is none'}`,
      value,
      of,
      path,
    );
    const near = typeof value === 'string' ? nearest(value, known) : undefined;
    throw new ModelError(near === undefined ? message : `${message}; did you mean '${near}'?`);
  };
}

/** A value of one of several shapes: the first that it has is the one that is checked. */
export function either(
  expected: string,
  ...cases: readonly (readonly [has: (value: unknown) => boolean, check: Check])[]
): Check {
  return (value, of, path) => {
    const found = cases.find(([has]) => has(value));
    if (found === undefined) throw unexpected(expected, value, of, path);
    found[1](value, of, path);
  };
}

/** A list, each item of which passes. */
export function listOf(item: Check, least = 0): Check {
  return (value, of, path = '') => {
    if (!Array.isArray(value)) throw unexpected('a list', value, of, path);
    if (value.length < least) throw unexpected(`a list of at least ${least}`, value, of, path);
    // By index, for an item may be missing.
    for (let at = 0; at < value.length; at++) item(value[at], of, pathTo(path, at));
  };
}

/** An object, each key and each value of which passes; a value that is undefined is left out. */
export function recordOf(item: Check, key: Check = anything): Check {
  return (value, of, path = '') => {
    if (!isObject(value)) throw unexpected('an object', value, of, path);
    for (const [name, each] of Object.entries(value)) {
      key(name, of, path);
      if (each !== undefined) item(each, of, pathTo(path, name));
    }
  };
}

/** An object with these options and no others: all of the required ones, and any of the rest. */
export function options(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  const all = { ...required, ...optional };
  const known = oneOf(Object.keys(all), 'no options but');
  return (value, of, path = '') => {
    recordOf(anything, known)(value, of, path);
    const given = value as Readonly<Record<string, unknown>>;
    for (const [name, check] of Object.entries(all))
      if (given[name] !== undefined || Object.hasOwn(required, name))
        check(given[name], of, pathTo(path, name));
  };
}

/** Names that are looked for by the language and its tools, whether or not they are there. */
const ASKED_ANYWAY = new Set(['then', 'toJSON', 'default', '__esModule']);

/** The same object, in which to look for a name that it does not have is an error. */
export function strict<Value extends object>(value: Value, of: string): Value {
  const known = oneOf(Object.keys(value));
  return new Proxy(value, {
    get: (target, name) => {
      if (typeof name === 'string' && !(name in target) && !ASKED_ANYWAY.has(name)) known(name, of);
      return Reflect.get(target, name);
    },
  });
}

/** A value as errors show it. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `'${JSON.stringify(value).slice(1, -1)}'`;
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  const { constructor: made } = value;
  if (typeof made === 'function' && made !== Object) return `an instance of ${made.name}`;
  return `an object with the keys: ${Object.keys(value).join(', ') || 'none'}`;
}

/** The name that is most likely meant. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const distances = known.map((each) => distance(name.toLowerCase(), each.toLowerCase()));
  const least = Math.min(...distances);
  return least <= name.length / 2 ? known[distances.indexOf(least)] : undefined;
}

/** How many letters are changed, left out, put in, or exchanged with their neighbour (optimal string alignment). */
function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let at = 1; at <= one.length; at++) {
    const row = [at];
    for (let to = 1; to <= other.length; to++) {
      const isSame = one[at - 1] === other[to - 1];
      const isExchanged = one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
      const steps = [rows[at - 1]![to]! + 1, row[to - 1]! + 1, rows[at - 1]![to - 1]! + (isSame ? 0 : 1)];
      row.push(Math.min(...steps, ...(isExchanged ? [rows[at - 2]![to - 2]! + 1] : [])));
    }
    rows.push(row);
  }
  return rows[one.length]![other.length]!;
}
