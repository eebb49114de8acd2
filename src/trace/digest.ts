/** A digest of plain data: the same for equal values, whatever the order of their keys. */
import { createHash, type Hash } from 'node:crypto';

/**
 * Of SHA-256, in hexadecimal digits.
 *
 * @example
 * digestOf({ a: 1, b: 2 }) === digestOf({ b: 2, a: 1 }); // → true
 */
export function digestOf(value: unknown): string {
  const hash = createHash('sha256');
  add(hash, value);
  return hash.digest('hex');
}

/** Each value begins with its kind and its size, so that no two values make the same bytes. */
function add(hash: Hash, value: unknown): void {
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    hash.update(`bytes ${byteLength} `).update(new Uint8Array(buffer, byteOffset, byteLength));
  } else if (Array.isArray(value)) {
    hash.update(`list ${value.length} `);
    for (const item of value) add(hash, item);
  } else if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).sort();
    hash.update(`object ${keys.length} `);
    for (const key of keys) {
      add(hash, key);
      add(hash, Reflect.get(value, key));
    }
  } else {
    const text = Object.is(value, -0) ? '-0' : String(value);
    hash.update(`${typeof value} ${text.length} ${text}`);
  }
}
