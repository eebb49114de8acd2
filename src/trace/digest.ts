/** A digest of plain data: the same for values that are equal in a store, whatever the order of their keys. */
import { createHash, type Hash } from 'node:crypto';

/**
 * Of SHA-256, in hexadecimal digits. A store does not tell 0 from -0, and neither does this.
 *
 * @example
 * digestOf({ a: 1, b: 2 }) === digestOf({ b: 2, a: 1 }); // → true
 */
export function digestOf(value: unknown): string {
  const steps = digestInSteps(value);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps of bounded length, for a value that may be large; one text, one array of bytes and the keys of one object are never divided. */
export function* digestInSteps(value: unknown): Generator<undefined, string> {
  const writing = new Writing();
  yield* add(writing, value);
  return writing.end();
}

/** Each value begins with its kind and its size, so that no two values make the same bytes. */
function* add(writing: Writing, value: unknown): Generator<undefined, void> {
  if (writing.isFull) {
    writing.flush();
    yield;
  }
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    writing.text(`bytes ${byteLength} `);
    writing.bytes(new Uint8Array(buffer, byteOffset, byteLength));
  } else if (Array.isArray(value)) {
    writing.text(`list ${value.length} `);
    for (const item of value) yield* add(writing, item);
  } else if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).sort();
    writing.text(`object ${keys.length} `);
    for (const key of keys) {
      writing.scalar(key);
      yield* add(writing, Reflect.get(value, key));
    }
  } else writing.scalar(value);
}

/** Many short texts go into the hash at once: each call of it takes as long as a few hundred bytes. */
class Writing {
  readonly #hash: Hash = createHash('sha256');
  #text = '';

  get isFull(): boolean {
    return this.#text.length >= TEXT_LENGTH;
  }

  text(text: string): void {
    this.#text += text;
  }

  scalar(value: unknown): void {
    const text = String(value);
    this.#text += `${typeof value} ${text.length} ${text}`;
  }

  bytes(bytes: Uint8Array): void {
    this.flush();
    this.#hash.update(bytes);
  }

  flush(): void {
    this.#hash.update(this.#text);
    this.#text = '';
  }

  end(): string {
    this.flush();
    return this.#hash.digest('hex');
  }
}

const TEXT_LENGTH = 1 << 14;
