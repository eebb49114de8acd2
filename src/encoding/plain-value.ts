/** Plain values: what commands, states and answers are made of, and all that is taken from a message. */

/** The deepest value. Each of the functions that walk through a value calls itself once a level. */
export const DEPTH_MAX = 100;

/**
 * Whether it is null, undefined, a boolean, a number, a string, a bigint, bytes, or an array or a plain object of such values, at
 * most {@link DEPTH_MAX} deep.
 */
export function isPlainValue(value: unknown, depth = DEPTH_MAX): boolean {
  if (typeof value !== 'object') return typeof value !== 'function' && typeof value !== 'symbol';
  if (value === null || ArrayBuffer.isView(value)) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isPlainValue(item, depth - 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) &&
    Object.values(value).every((item) => isPlainValue(item, depth - 1))
  );
}
