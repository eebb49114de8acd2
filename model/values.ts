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
    case 'object':
      break;
    default:
      throw new TypeError(notPlain(path, `a ${typeof value}`));
  }
  if (value === null) return 'null';
  if (above.includes(value)) throw new TypeError(notPlain(path, 'a cycle'));
  const within = [...above, value];
  if (Array.isArray(value)) {
    const items = Array.from(value, (item, index) => write(item, `${path}[${index}]`, within));
    return `[${items.join(',')}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const name = (value as { constructor?: { name?: string } }).constructor?.name ?? 'unknown';
    throw new TypeError(notPlain(path, `an instance of ${name}`));
  }
  if (Object.getOwnPropertySymbols(value).length > 0)
    throw new TypeError(notPlain(path, 'an object with symbols for keys'));
  const entries = Object.keys(value)
    .sort()
    .map((key) => {
      const item = (value as Record<string, unknown>)[key];
      return `${JSON.stringify(key)}:${write(item, path === '' ? key : `${path}.${key}`, within)}`;
    });
  return `{${entries.join(',')}}`;
}

function notPlain(path: string, found: string): string {
  const where = path === '' ? 'the value itself' : `'${path}'`;
  return (
    `expected plain data (null, booleans, numbers, strings, arrays, plain objects), got ${found} at ${where}; ` +
    'keep sets as sorted arrays (including) and maps as plain objects'
  );
}

/** Freezes plain data all the way down, so that a step that writes to it throws. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}

/** The set (a sorted array without repeats) with the item in it: how contexts keep sets. */
export function including<Item extends string | number>(set: readonly Item[], item: Item): readonly Item[] {
  if (set.includes(item)) return set;
  return [...set, item].sort((a, b) => (a < b ? -1 : 1));
}
