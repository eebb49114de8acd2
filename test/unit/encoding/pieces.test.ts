import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidPiece, Joining } from '#src/encoding/joining.js';
import { pack, unpack } from '#src/encoding/pack.js';
import { isLarge, piecesOf } from '#src/encoding/pieces.js';

/** The value that comes out, with its pieces as bytes on the way. */
function joined(pieces: Iterable<unknown>): { readonly value: unknown; readonly lengths: readonly number[] } {
  const joining = new Joining();
  const lengths: number[] = [];
  for (const piece of pieces) {
    const bytes = pack(piece);
    lengths.push(bytes.length);
    joining.add(unpack(bytes));
  }
  return { value: joining.value(), lengths };
}

const filler = 'x'.repeat(1_000);
/** Values that are larger than a piece somewhere: leaves are long texts now and then. */
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.string(), fc.constant(filler.repeat(20))),
    fc.array(tie('value'), { maxLength: 12 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 12, noNullPrototype: true },
    ),
  ),
}));

describe('a value in pieces', () => {
  test('is the same when they are joined', () => {
    let large = 0;
    fc.assert(
      fc.property(values.value, (value) => {
        if (isLarge(value)) large++;
        expect(joined(piecesOf(value)).value).toEqual(value);
      }),
      { numRuns: 300 },
    );
    expect(large).toBeGreaterThan(20);
  });

  test('has no piece above 64 KiB, however large it is', () => {
    const rows = Array.from({ length: 3_000 }, (_, key) => ({
      key,
      text: filler,
      bytes: new Uint8Array(40),
    }));
    const state = {
      rows,
      byKey: Object.fromEntries(rows.map((row) => [`k${row.key}`, row.text])),
      deep: [[rows]],
    };
    const { value, lengths } = joined(piecesOf(state));
    expect(value).toEqual(state);
    expect(Math.max(...lengths)).toBeLessThan(1 << 16);
    expect(lengths.length).toBeLessThan(500);
  });

  test('is one piece where it is small, and where it is one long text', () => {
    for (const value of [null, 7, { a: [1, 2] }, 'x'.repeat(1 << 20)])
      expect(joined(piecesOf(value)).lengths).toHaveLength(1);
  });
});

describe('pieces are not believed', () => {
  test.each<[string, readonly unknown[], string]>([
    ['that are none', [{ type: 'array' }], 'a piece of a value'],
    ['with what is no plain value', [[new Date()]], 'plain values'],
    ['that end what was not begun', ['end'], 'a piece of a value'],
    ['that do not end', ['array', [1]], 'and 1 not ended'],
    ['of two values', [[1], [2]], 'one value in pieces, got 2'],
    ['of no value', [], 'one value in pieces, got 0'],
    ['with a key that is none', ['object', [1, 2], 'end'], 'a key, got number'],
    ['with a key that would change what the object is', ['object', ['__proto__', []], 'end'], 'a key'],
    ['with a key without a value', ['object', ['a'], 'end'], 'a value for a'],
    ['that go too deep', Array.from({ length: 200 }, () => 'array'), 'at most 108 levels'],
  ])('(%s)', (_, pieces, message) => {
    expect(() => joined(pieces)).toThrow(InvalidPiece);
    expect(() => joined(pieces)).toThrow(message);
  });
});
