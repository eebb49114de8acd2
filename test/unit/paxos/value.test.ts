import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameValue } from '#src/paxos/value.js';

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
    ['an inherited key', { constructor: Object }, {}],
  ])('%s are two values', (_, a, b) => {
    expect(sameValue(a, b)).toBe(false);
  });

  test('that are no plain data are told apart, so that a doubt stops a node instead of hiding a second value', () => {
    expect(sameValue(new Map(), new Map())).toBe(false);
    expect(sameValue(new Date(0), new Date(0))).toBe(false);
  });
});
