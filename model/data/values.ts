/**
 * Plain data, and when two pieces of it are the same.
 *
 * States are recognised by value, so what a participant holds or sends must be data whose value is all there is to it:
 * null, undefined, booleans, numbers, bigints, strings, arrays and plain objects of these.
 */

/**
 * A text that is equal for equal values and for no others. The order of an object's keys does not matter, and a key
 * whose value is `undefined` is a key all the same.
 *
 * @throws TypeError where the value is not plain data, naming the path to it.
 */
export function canonicalKey(value: unknown): string {
  return write(value, '', []);
}

function write(value: unknown, path: string, above: readonly object[]): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return `${value}n`;
    case 'boolean':
    case 'undefined':
      return String(value);
  }
  if (value === null) return 'null';
  const known = texts.get(value as object);
  if (known !== undefined) return known;
  refuseUnlessPlain(value, path, above);
  const within = [...above, value];
  const text = Array.isArray(value)
    ? `[${Array.from(value, (item, index) => write(item, pathTo(path, index), within)).join(',')}]`
    : writeObject(value, path, within);
  if (frozen.has(value)) texts.set(value, text);
  return text;
}

function writeObject(value: object, path: string, within: readonly object[]): string {
  const entries = Object.keys(value)
    .sort()
    .map((key) => {
      const item = (value as Record<string, unknown>)[key];
      return `${JSON.stringify(key)}:${write(item, pathTo(path, key), within)}`;
    });
  return `{${entries.join(',')}}`;
}

/** Whether two pieces of plain data have the same value: the same canonical key, without writing it. */
export function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => alike(item, b[index]));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && alike(a[key as keyof object], b[key as keyof object]));
}

/** Plain data that is frozen all the way down already. */
const frozen = new WeakSet<object>();
/** The canonical text of some of that, which cannot change any more. Most of a new state is part of an old one. */
const texts = new WeakMap<object, string>();

/**
 * Freezes plain data all the way down, so that a step that writes to it throws.
 *
 * @param path what the value is called in the error.
 * @throws TypeError where the value is not plain data, naming the path to it.
 */
export function deepFreeze<Value>(value: Value, path = ''): Value {
  freeze(value, path, []);
  return value;
}

function freeze(value: unknown, path: string, above: readonly object[]): void {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
    if (typeof value === 'symbol') throw new TypeError(notPlain(path, 'a symbol'));
    return;
  }
  if (frozen.has(value)) return;
  refuseUnlessPlain(value, path, above);
  const within = [...above, value];
  for (const key of Object.keys(value)) {
    const at = pathTo(path, Array.isArray(value) ? Number(key) : key);
    // A getter is code that runs when it is looked at, and may answer otherwise the next time.
    const { get, set, value: item } = Object.getOwnPropertyDescriptor(value, key)!;
    if (get !== undefined) throw new TypeError(notPlain(at, 'a getter'));
    if (set !== undefined) throw new TypeError(notPlain(at, 'a setter'));
    freeze(item, at, within);
  }
  Object.freeze(value);
  frozen.add(value);
}

/** A copy of plain data that is not frozen, and shares nothing with it. */
export function thawed<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(thawed) as Value;
  // An assignment to this key would not make one.
  if (Object.hasOwn(value, '__proto__'))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, thawed(item)])) as Value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = thawed((value as Record<string, unknown>)[key]);
  return copy as Value;
}

/** A copy of plain data, frozen, with the keys of all objects in reversed order; keys that are integers keep theirs. */
export function withReversedKeys<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  const reversed = Array.isArray(value)
    ? value.map(withReversedKeys)
    : Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, item]) => [key, withReversedKeys(item)]),
      );
  // It is plain data, since what it is made of is.
  frozen.add(Object.freeze(reversed));
  return reversed as Value;
}

/** Refuses all that has an identity, or code, besides its value. What it holds is looked at elsewhere. */
function refuseUnlessPlain(value: unknown, path: string, above: readonly object[]): asserts value is object {
  if (typeof value !== 'object' || value === null) throw new TypeError(notPlain(path, `a ${typeof value}`));
  if (above.includes(value)) throw new TypeError(notPlain(path, 'a cycle'));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value) && prototype === Array.prototype) {
    // Indices come first and in order, so the last key tells whether all of them are there, and nothing else.
    const { length } = value;
    const keys = Object.keys(value);
    const isFull = keys.length === length && (length === 0 || keys.at(-1) === String(length - 1));
    if (isFull && Reflect.ownKeys(value).length === length + 1) return;
    throw new TypeError(notPlain(path, 'an array with holes, or with keys of its own'));
  }
  if (prototype !== Object.prototype && prototype !== null) {
    const name = (value as { constructor?: { name?: string } }).constructor?.name ?? 'unknown';
    throw new TypeError(notPlain(path, `an instance of ${name}`));
  }
  if (Object.getOwnPropertySymbols(value).length > 0)
    throw new TypeError(notPlain(path, 'an object with symbols for keys'));
  if (Object.getOwnPropertyNames(value).length > Object.keys(value).length)
    throw new TypeError(notPlain(path, 'an object with a hidden key'));
}

/** The path to a part of the value that has a path. */
export function pathTo(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

function notPlain(path: string, found: string): string {
  const where = path === '' ? 'the value itself' : `'${path}'`;
  return (
    `expected plain data (null, booleans, numbers, strings, arrays, plain objects), got ${found} at ${where}; ` +
    'keep sets as sorted arrays (including) and maps as plain objects'
  );
}

/**
 * The set (a sorted array without repeats) with the item in it: how contexts keep sets.
 *
 * @example
 * including(['a', 'c'], 'b'); // → ['a', 'b', 'c']
 * including(['a'], 'a'); // → ['a']
 */
export function including<Item extends string | number>(set: readonly Item[], item: Item): readonly Item[] {
  if (set.includes(item)) return set;
  return [...set, item].sort((a, b) => (a < b ? -1 : 1));
}
