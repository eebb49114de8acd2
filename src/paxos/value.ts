/** What is agreed on: opaque to the protocol, which only ever asks whether two values are the same. */

/**
 * Whether two values are equal, for values of plain data: null, booleans, numbers, strings, arrays and plain objects.
 *
 * Of anything else only an object itself is the same: a doubt is then told as a difference, which stops a node, and
 * never as a sameness, which would hide two values that were chosen.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && sameEntries(a, b);
  return isPlainObject(a) && isPlainObject(b) && sameEntries(a, b);
}

function sameEntries(a: object, b: object): boolean {
  const entries = Object.entries(a);
  return (
    entries.length === Object.keys(b).length &&
    entries.every(([key, item]) => Object.hasOwn(b, key) && sameValue(item, Reflect.get(b, key)))
  );
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
