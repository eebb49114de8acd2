import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalKey, deepFreeze, including } from '#model/data/values.js';

/** Plain data of few different parts, so that equal values and near misses come often. */
const leaf = fc.constantFrom<unknown>(
  ...['', '0', 'null', 'undefined', 'true', '[]', '{}', 'a', 'a","b', '__proto__'],
  ...[0, -0, 1, NaN, Infinity, -Infinity, 0n, 1n, null, undefined, true, false],
);
const { plain } = fc.letrec((tie) => ({
  plain: fc.oneof({ maxDepth: 3, depthSize: 'small' }, leaf, tie('list'), tie('object')),
  list: fc.array(tie('plain'), { maxLength: 3 }),
  object: fc.dictionary(fc.constantFrom('a', 'b', '0', '', '__proto__'), tie('plain'), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
}));
const anything = fc.anything({ withBigInt: true, withNullPrototype: false, maxDepth: 3 });

describe('the key of plain data', () => {
  test('is the same for equal values, and for no others', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        expect(canonicalKey(a) === canonicalKey(b)).toBe(isDeepStrictEqual(a, b));
      }),
      { numRuns: 3000 },
    );
  });

  test('is the same for a copy, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.oneof(plain, anything), (value) => {
        expect(canonicalKey(turnedRound(value))).toBe(canonicalKey(value));
      }),
    );
  });

  test.each([
    ['a key whose value is undefined, and no such key', { a: undefined }, {}],
    ['minus zero and zero', -0, 0],
    ['not a number, and null', NaN, null],
    ['a number, a bigint, and a string', [1, 1n], ['1', '1n']],
    ['true, and "true"', true, 'true'],
    ['an array, and an object of the same keys', ['x'], { 0: 'x' }],
    ['strings that are cut in another place', ['a', 'b,c'], ['a,b', 'c']],
    ['a lone surrogate, and its escape', '\ud800', '\\ud800'],
  ])('tells apart %s', (_, one, other) => {
    expect(canonicalKey(one)).not.toBe(canonicalKey(other));
  });

  test.each([
    ['NaN', NaN, Number('x')],
    ['bigints', 10n ** 30n, BigInt('1000000000000000000000000000000')],
    ['objects without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['the same part twice', [{}, {}], twice({})],
  ])('takes as one %s', (_, one, other) => {
    expect(canonicalKey(one)).toBe(canonicalKey(other));
  });
});

class Point {
  readonly x = 1;
}

describe('what is not plain data is refused with the path to it', () => {
  const around: Record<string, unknown> = { list: [1, {}] };
  (around.list as unknown[])[1] = { back: around };

  test.each([
    ['a Map', { votes: new Map() }, "an instance of Map at 'votes'"],
    ['a Set', { a: [0, { b: new Set() }] }, "an instance of Set at 'a[1].b'"],
    ['a Date', [new Date(0)], "an instance of Date at '[0]'"],
    ['an array of bytes', { a: new Uint8Array(2) }, "an instance of Uint8Array at 'a'"],
    ['an instance of a class', { here: { is: new Point() } }, "an instance of Point at 'here.is'"],
    ['a function', { a: () => 1 }, "a function at 'a'"],
    ['a symbol', { a: [Symbol('s')] }, "a symbol at 'a[0]'"],
    ['a symbol for a key', { a: { [Symbol('s')]: 1 } }, "an object with symbols for keys at 'a'"],
    ['a cycle', around, "a cycle at 'list[1].back'"],
    ['a value that is all of it', new Map(), 'an instance of Map at the value itself'],
  ])('%s', (_, value, found) => {
    expect(() => canonicalKey(value)).toThrow(TypeError);
    expect(() => canonicalKey(value)).toThrow(`got ${found}`);
  });

  test('the message says what to do instead', () => {
    expect(() => canonicalKey(new Set())).toThrow('keep sets as sorted arrays (including)');
  });
});

describe('freezing', () => {
  test('goes all the way down', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(parts(deepFreeze(value)).every(Object.isFrozen)).toBe(true);
      }),
    );
  });

  test('does not stop at what is frozen itself', () => {
    const inner = { n: 1 };
    deepFreeze(Object.freeze({ inner }));
    expect(Object.isFrozen(inner)).toBe(true);
  });
});

describe('a set kept as a sorted array', () => {
  test('has each item once, in order, as a Set has them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -12, max: 12 })), (items) => {
        const set = items.reduce<readonly number[]>(including, []);
        expect(set).toEqual([...new Set(items)].sort((a, b) => a - b));
      }),
    );
  });

  test('is itself where the item is in it already, and never written to', () => {
    const set = Object.freeze(['a', 'c']);
    expect(including(set, 'c')).toBe(set);
    expect(including(set, 'b')).toEqual(['a', 'b', 'c']);
  });
});

function twice(value: unknown): unknown[] {
  return [value, value];
}

/** The same value with the keys of its objects in another order. */
function turnedRound(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(turnedRound);
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, turnedRound(item)]));
}

/** All objects in a value. */
function parts(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(parts)];
}
