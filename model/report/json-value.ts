/** Plain data in JSON, which lacks some of it: what is missing is written as an object with the one key `#`. */

/** What JSON has no word for, as something that it has. */
export function encoded(value: unknown): unknown {
  if (typeof value === 'bigint') return { '#': `${value}n` };
  if (value === undefined || (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))))
    return { '#': Object.is(value, -0) ? '-0' : String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(encoded);
  const entries = Object.entries(value).map(([key, item]) => [key, encoded(item)] as const);
  return '#' in value ? { '#': entries } : Object.fromEntries(entries);
}

/**
 * What was meant.
 *
 * @throws SyntaxError where an object with the key `#` means nothing.
 */
export function decoded(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decoded);
  if (!('#' in value)) return fromEntries(Object.entries(value));
  const { '#': word, ...others } = value;
  if (Object.keys(others).length > 0) throw unknownWord(value);
  if (WORDS.has(word)) return WORDS.get(word);
  if (typeof word === 'string' && /^-?\d+n$/.test(word)) return BigInt(word.slice(0, -1));
  if (Array.isArray(word) && word.every(isEntry)) return fromEntries(word);
  throw unknownWord(value);
}

const WORDS = new Map<unknown, unknown>([
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

function isEntry(entry: unknown): entry is [string, unknown] {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string';
}

function fromEntries(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries.map(([key, item]) => [key, decoded(item)]));
}

function unknownWord(value: object): SyntaxError {
  return new SyntaxError(
    `an object with the key '#' stands for a value that JSON does not have; got ${JSON.stringify(value)}`,
  );
}
