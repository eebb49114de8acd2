import { describe, expect, test } from 'vitest';
import { regionOf } from '#src/book/kinds/region.js';
import { SOURCE } from '#test/book/made-up.js';

describe('a region of a source', () => {
  test('is its lines, without the marks of regions within', () => {
    expect(regionOf(SOURCE, 'counting', 'counting.ts')).toBe(`\
export function next(count: number): number {
  if (count === 3) return count;

  return count + 1;
}`);
  });

  test('stands at the left', () => {
    expect(regionOf(SOURCE, 'limit', 'counting.ts')).toBe('if (count === 3) return count;');
    const nested = '// #region a\n\n    if (b)\n      c;\n\n    d;\n\n// #endregion a';
    expect(regionOf(nested, 'a', 'nested.ts')).toBe('if (b)\n  c;\n\nd;');
  });

  test.each([
    ['that is not there', SOURCE, "counting.ts has no region 'size'; expected one of: 'counting', 'limit'"],
    ['where there is none', '', "counting.ts has no region 'size'; expected one of: (there is none)"],
    [
      'that is there twice',
      '// #region size\n// #endregion\n// #region size\n// #endregion',
      "counting.ts has two regions 'size', in lines 1 and 3",
    ],
    [
      'that does not end',
      '\n// #region size\n// #region inner\n// #endregion\n',
      "counting.ts: the region 'size' of line 2 has no '// #endregion'",
    ],
  ])('is an error (%s)', (_, source, message) => {
    expect(() => regionOf(source, 'size', 'counting.ts')).toThrow(message);
  });
});
