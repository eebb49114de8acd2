/**
 * Plain data as TLA+ values.
 *
 * TLC cannot compare values of different kinds, a string with a record, say. So it is noted first which kinds of values stand at
 * each place, and where there are several, each is wrapped in a record that says which it is. Only `null` and `undefined` need
 * no such thing: they become model values, which TLC compares with everything.
 */

/** Records hold fields, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** A value that is a TLA+ expression already: a set of names. */
export class Written {
  constructor(readonly text: string) {}
}

/** A `decimal` is a number that TLC does not have. */
type Kind = 'text' | 'number' | 'decimal' | 'truth' | 'list' | 'record';

/** What stands at each place of all values that may be compared with each other. */
export class Shapes {
  readonly #kinds = new Map<string, Set<Kind>>();

  /** Takes note of a value's kinds: before anything is written. */
  note(value: unknown, place = ''): void {
    if (value === null || value === undefined || value instanceof Written) return;
    const kinds = this.#kinds.get(place) ?? new Set();
    this.#kinds.set(place, kinds.add(kindOf(value)));
    for (const [at, item] of parts(value, place)) this.note(item, at);
  }

  /** The value as an expression. */
  write(value: unknown, place = ''): string {
    if (value === null) return 'Null';
    if (value === undefined) return 'Undefined';
    if (value instanceof Written) return value.text;
    const kind = kindOf(value);
    const text = this.#plainly(value, kind, place);
    return this.#kinds.get(place)?.size === 1 ? text : `[as_${kind} |-> ${text}]`;
  }

  #plainly(value: unknown, kind: Kind, place: string): string {
    const items = parts(value, place).map(([at, item]) => this.write(item, at));
    switch (kind) {
      case 'text':
        return quoted(value as string);
      case 'decimal':
        return quoted(decimalOf(value as number | bigint));
      case 'number':
        return String(value);
      case 'truth':
        return value ? 'TRUE' : 'FALSE';
      case 'list':
        return `<<${items.join(', ')}>>`;
      case 'record':
        return recordOf(Object.keys(value as object), items);
    }
  }
}

/** The largest number that TLC knows. */
const NUMBER_MAX = 2 ** 31 - 1;

function kindOf(value: unknown): Kind {
  if (typeof value === 'boolean') return 'truth';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'record';
  if (typeof value === 'string') return 'text';
  const isNumber = Number.isInteger(value) && Math.abs(value as number) <= NUMBER_MAX;
  return isNumber && !Object.is(value, -0) ? 'number' : 'decimal';
}

/** As it is written in TypeScript: `0.5`, `-0`, `7n`. */
function decimalOf(value: number | bigint): string {
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '-0' : String(value);
}

function parts(value: unknown, place: string): readonly (readonly [place: string, part: unknown])[] {
  if (Array.isArray(value)) return value.map((item) => [`${place}[]`, item] as const);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([key, item]) => [`${place}.${JSON.stringify(key)}`, item] as const);
}

/** A record; where a key cannot be the name of a field, the same thing written as a function on strings. */
function recordOf(keys: readonly string[], items: readonly string[]): string {
  if (keys.length === 0) return 'Empty';
  if (keys.every(isFieldName))
    return `[${keys.map((key, index) => `${key} |-> ${items[index]}`).join(', ')}]`;
  return functionOf(keys.map((key, index) => [quoted(key), items[index]!]));
}

/** A function on strings, whose keys are written already. */
export function functionOf(entries: readonly (readonly [key: string, text: string])[]): string {
  if (entries.length === 0) return 'Empty';
  return `(${entries.map(([key, text]) => `${key} :> ${text}`).join(' @@ ')})`;
}

/** A set of strings. */
export function setOf(names: readonly string[]): string {
  return `{${names.map(quoted).join(', ')}}`;
}

/** A string literal, different for different texts. */
export function quoted(text: string): string {
  return `"${ascii(text).replace(/["\\]/g, '\\$&')}"`;
}

/**
 * Text in printable ASCII, which is all that strings and comments of TLA+ have, different for different texts: other characters are
 * spelt by their numbers, as `\u{e9}`, and a backslash is doubled.
 */
export function ascii(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/[^ -~]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Reserved words are written in capitals, as are the beginnings of what speaks of fairness. */
function isFieldName(key: string): boolean {
  return /^[a-zA-Z_]\w*$/.test(key) && /[a-z]/.test(key) && !/^[WS]F_/.test(key);
}
