/** Reads a JSON document part by part, and says where one is not what was expected. */
import { deepFreeze } from '../data/values.js';
import { decoded } from './json-value.js';

/** A document that is not a trace: where in it, what was expected, what was found. */
export class TraceFormatError extends Error {
  override readonly name = 'TraceFormatError';
}

/** One part of a document, and the way to it. */
export class Reader {
  private constructor(
    readonly path: string,
    readonly content: unknown,
  ) {}

  /** @throws TraceFormatError where the text is not JSON. */
  static parse(text: string): Reader {
    try {
      return new Reader('', JSON.parse(text));
    } catch (error) {
      const reason = (error as Error).message;
      throw new TraceFormatError(
        `expected a trace as JSON, as 'synod' writes it; got something else: ${reason}`,
      );
    }
  }

  has(key: string): boolean {
    return isObject(this.content) && Object.hasOwn(this.content, key);
  }

  at(key: string): Reader {
    if (!isObject(this.content)) throw this.#unexpected('an object');
    const path = this.path === '' ? key : `${this.path}.${key}`;
    if (!Object.hasOwn(this.content, key)) throw new Reader(path, undefined).#unexpected('a value');
    return new Reader(path, this.content[key]);
  }

  /** Must not be there. */
  without(key: string, why: string): void {
    if (this.has(key)) throw this.at(key).#unexpected(`nothing, ${why}`);
  }

  list<Item>(read: (item: Reader) => Item, length?: number): readonly Item[] {
    if (!Array.isArray(this.content)) throw this.#unexpected('a list');
    if (length !== undefined && this.content.length !== length) throw this.#unexpected(`a list of ${length}`);
    return this.content.map((item, index) => read(new Reader(`${this.path}[${index}]`, item)));
  }

  record<Item>(read: (item: Reader) => Item): Readonly<Record<string, Item>> {
    if (!isObject(this.content)) throw this.#unexpected('an object');
    return Object.fromEntries(Object.keys(this.content).map((key) => [key, read(this.at(key))]));
  }

  text(): string {
    if (typeof this.content !== 'string') throw this.#unexpected('a text');
    return this.content;
  }

  /** A whole number from 0 to one. */
  count(most: number): number {
    const { content } = this;
    if (typeof content !== 'number' || !Number.isInteger(content) || content < 0 || content > most)
      throw this.#unexpected(`a whole number from 0 to ${most}`);
    return content;
  }

  oneOf<Name extends string | number>(names: readonly Name[]): Name {
    const found = names.find((name) => name === this.content);
    if (found === undefined) throw this.#unexpected(`one of: ${names.join(', ')}`);
    return found;
  }

  is(value: string | number): void {
    if (this.content !== value) throw this.#unexpected(JSON.stringify(value));
  }

  /** Any plain data, with what JSON has no word for. */
  value(): unknown {
    const found = decoded(this.content);
    if (found === undefined)
      throw this.#unexpected(
        "plain data, in which an object with the key '#' stands for a value that JSON does not have",
      );
    return deepFreeze(found.value);
  }

  #unexpected(expected: string): TraceFormatError {
    const got = this.content === undefined ? 'nothing' : shortened(JSON.stringify(this.content));
    const where = this.path === '' ? 'the document' : `'${this.path}'`;
    return new TraceFormatError(`a trace as JSON: at ${where}: expected ${expected}; got ${got}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Characters of what was found that are shown. */
const SHOWN = 60;

function shortened(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
