import { expect, test } from 'vitest';
import { pack, packedBytes, repacked } from '#src/encoding/pack.js';

test.each([null, 5, 'x'.repeat(300), new Uint8Array(3), { a: [1, { b: 'c' }] }])(
  '%o has as many bytes as are packed, copied or not',
  (value) => {
    const { copy, bytes } = repacked(value);
    expect(copy).toEqual(value);
    expect([bytes, packedBytes(value), packedBytes(copy)]).toEqual(Array(3).fill(pack(value).length));
  },
);

test('the size of a copy is known, and it is not packed again', () => {
  const { copy, bytes } = repacked({ a: 1 });
  Object.defineProperty(copy, 'a', {
    get: () => {
      throw new Error('it is packed again');
    },
  });
  expect(() => pack(copy)).toThrow('it is packed again');
  expect(packedBytes(copy)).toBe(bytes);
});
