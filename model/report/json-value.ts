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

/** What was meant; undefined in a box where an object with the key `#` means nothing. */
export function decoded(value: unknown): { readonly value: unknown } | undefined {
  if (typeof value !== 'object' || value === null) return { value };
  if (Array.isArray(value)) {
    const items = value.map(decoded);
    return items.includes(undefined) ? undefined : { value: items.map((item) => item!.value) };
  }
  if ('#' in value) return Object.keys(value).length === 1 ? meant(value['#']) : undefined;
  return fromEntries(Object.entries(value));
}

const WORDS = new Map<unknown, unknown>([
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

function meant(word: unknown): ReturnType<typeof decoded> {
  if (WORDS.has(word)) return { value: WORDS.get(word) };
  if (typeof word === 'string' && /^-?\d+n$/.test(word)) return { value: BigInt(word.slice(0, -1)) };
  if (!Array.isArray(word)) return undefined;
  const isEntry = (entry: unknown): entry is [string, unknown] =>
    Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string';
  return word.every(isEntry) ? fromEntries(word) : undefined;
}

function fromEntries(entries: readonly (readonly [string, unknown])[]): ReturnType<typeof decoded> {
  const items = entries.map(([key, item]) => [key, decoded(item)] as const);
  if (items.some(([, item]) => item === undefined)) return undefined;
  return { value: Object.fromEntries(items.map(([key, item]) => [key, item!.value])) };
}
