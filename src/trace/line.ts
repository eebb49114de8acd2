/** An event as a line of JSON; what JSON has no word for has an object in its place. */

/**
 * The value in one line: bytes as `{"bytes":"01ff"}`, a bigint as `{"bigint":"1"}`, numbers such as NaN as `{"number":"NaN"}`.
 *
 * @example
 * lineOf({ sum: 1n }); // → '{"sum":{"bigint":"1"}}'
 */
export function lineOf(value: object): string {
  return JSON.stringify(value, replaced);
}

/** JSON asks a Buffer for its own form before it asks this: so it is taken from where it stands. */
function replaced(this: object, key: string, item: unknown): unknown {
  const value: unknown = Reflect.get(this, key);
  if (ArrayBuffer.isView(value))
    return { bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex') };
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  return item;
}
