import { describe, expect, test } from 'vitest';
import { sameValue } from '#src/paxos/value.js';
import { seal, unseal } from '#src/storage/seal.js';

describe('a sealed record', () => {
  test.each<[string, unknown]>([
    ['numbers', [0, -1, 1.5, 2 ** 53 - 1, -(2 ** 40), Number.NaN, Number.POSITIVE_INFINITY]],
    ['texts', ['', 'ä€😀', 'x'.repeat(70_000)]],
    ['nothing', [null, undefined, true, false, { none: undefined }]],
    ['bytes', [new Uint8Array([1, 255]), Buffer.from('abc'), new Float64Array([0.5]), new Uint16Array([7])]],
    ['large integers', [2n ** 70n, -5n]],
    [
      'an object with many keys',
      Object.fromEntries(Array.from({ length: 70_000 }, (_, key) => [`${key}`, key])),
    ],
  ])('gives back %s as they were', (_, value) => {
    const { bytes, checksum } = seal('key', 7, value);
    const opened = unseal('key', bytes);
    expect(sameValue(opened.value, value)).toBe(true);
    expect(opened).toMatchObject({ batch: 7, checksum });
  });
});
