import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameValue, showValue } from '#src/paxos/value.js';

describe('values', () => {
  test('of plain data are the same after a trip over the network', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const arrived: unknown = JSON.parse(JSON.stringify(value));
        expect(sameValue(arrived, JSON.parse(JSON.stringify(arrived)))).toBe(true);
      }),
    );
  });

  test('are the same exactly where they are written the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 }), (a, b) => {
        if (sameValue(a, b)) expect(a).toEqual(b);
        else expect(a).not.toStrictEqual(b);
      }),
    );
  });

  test.each([
    ['a missing key and an undefined one', {}, { key: undefined }],
    ['two keys', { a: undefined }, { b: undefined }],
    ['an array and an object', ['x'], { 0: 'x' }],
    ['an object and an array', { 0: 'x' }, ['x']],
    ['a shorter array', ['x'], ['x', 'y']],
    ['null and an object', null, {}],
    ['nothing and an object', undefined, {}],
    ['a hole and nothing', new Array(1), []],
    ['bytes and those with one more', Uint8Array.of(1), Uint8Array.of(1, 2)],
    ['an inherited key', { constructor: Object }, {}],
  ])('%s are two values', (_, a, b) => {
    expect(sameValue(a, b)).toBe(false);
  });

  test('of plain data are the same though they have no prototype', () => {
    const bare: unknown = Object.assign(Object.create(null), { key: 1 });
    expect(sameValue(bare, { key: 1 })).toBe(true);
    expect(sameValue({ key: 1 }, bare)).toBe(true);
  });

  test('that are bytes are the same where their bytes are, in whatever buffer and however deep in plain data', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(7), (bytes, offset) => {
        const elsewhere = new Uint8Array(bytes.length + 8).subarray(offset, offset + bytes.length);
        elsewhere.set(bytes);
        for (const copy of [bytes.slice(), elsewhere, Buffer.from(bytes)]) {
          expect(sameValue(bytes, copy)).toBe(true);
          expect(sameValue({ put: [bytes] }, { put: [copy] })).toBe(true);
        }
      }),
    );
  });

  test('that are bytes are two values where one byte, the length or the type of their elements differs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, at) => {
        const other = bytes.slice();
        other[at % bytes.length]! ^= 1;
        expect(sameValue(bytes, other)).toBe(false);
        expect(sameValue(bytes, bytes.subarray(1))).toBe(false);
        expect(sameValue(bytes, Int8Array.from(bytes))).toBe(false);
        expect(sameValue(bytes, [...bytes])).toBe(false);
        expect(sameValue([...bytes], bytes)).toBe(false);
      }),
    );
    expect(sameValue(new Float64Array([1]), new BigInt64Array(new Float64Array([1]).buffer))).toBe(false);
  });

  test.each([
    ['bytes', Uint8Array.of(1, 255), 'bytes 01ff'],
    ['bytes in plain data', { put: Uint8Array.of(16) }, '{"put":"bytes 10"}'],
    ['a bigint, which is no plain data', { put: 1n }, '{"put":"1"}'],
    ['undefined, which is none', undefined, 'undefined'],
  ])('are written so that an error can be told (%s)', (_, value, text) => {
    expect(showValue(value)).toBe(text);
  });

  test('that contain themselves are no plain data, and are written all the same', () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    expect(showValue(cyclic)).toBe('[object Object]');
  });

  test('that are no plain data are told apart, so that a doubt stops a node instead of hiding a second value', () => {
    expect(sameValue(new Map(), new Map())).toBe(false);
    expect(sameValue(new Date(0), new Date(0))).toBe(false);
  });
});
