/** What is agreed on: opaque to the protocol, which only ever asks whether two values are the same. */

/**
 * Whether two values are equal. A value is bytes, or plain data in which bytes may occur:
 *
 * - null, booleans, numbers, strings;
 * - arrays and plain objects of values, without cycles: equal where they have equal items, under equal keys;
 * - bytes, that is a `Uint8Array` (a `Buffer` is one) or another view of a buffer: equal where they are of one element
 *   type and have the same bytes, whatever buffers they lie in.
 *
 * Anything else is equal to itself only. A doubt is then told as a difference, which stops a node, and never as an
 * equality, which would hide that two values were chosen. Nobody may change a value once it is given to a role.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (ArrayBuffer.isView(a)) return ArrayBuffer.isView(b) && sameBytes(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && sameEntries(a, b);
  return isPlainObject(a) && isPlainObject(b) && sameEntries(a, b);
}

/**
 * The value as errors write it: as JSON, bytes as `bytes 01ff`. It never throws, since an error that cannot be told is
 * worse than one that is told badly.
 */
export function showValue(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `bytes ${bytesOf(value).reduce(withHex, '')}`;
  try {
    return JSON.stringify(value, withBytes) ?? String(value);
  } catch {
    return String(value);
  }
}

/** JSON knows neither bytes nor bigints. */
function withBytes(_: string, item: unknown): unknown {
  if (ArrayBuffer.isView(item)) return showValue(item);
  return typeof item === 'bigint' ? String(item) : item;
}

function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const [first, second] = [bytesOf(a), bytesOf(b)];
  return (
    elementType(a) === elementType(b) &&
    first.length === second.length &&
    first.every((byte, index) => byte === second[index])
  );
}

/** `Uint8Array` for a Buffer too, since a Buffer's elements are a Uint8Array's. */
function elementType(view: ArrayBufferView): string {
  return Object.prototype.toString.call(view);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function withHex(text: string, byte: number): string {
  return text + byte.toString(16).padStart(2, '0');
}

function sameEntries(a: object, b: object): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(Reflect.get(a, key), Reflect.get(b, key)))
  );
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
