import { describe, expect, test } from 'vitest';
import { changedLines } from '#src/book/kinds/difference.js';
import { block, CHAPTER, MadeUpHouse } from '#test/book/made-up.js';

describe('the difference of two regions', () => {
  test.each([
    ['nothing changes', 'a b', 'a b', ['  a', '  b']],
    ['a line changes', 'a b c', 'a x c', ['  a', '- b', '+ x', '  c']],
    ['lines come', 'b', 'a b c', ['+ a', '  b', '+ c']],
    ['lines go', 'a b c', 'b', ['- a', '  b', '- c']],
    ['a line moves', 'a b c', 'b c a', ['- a', '  b', '  c', '+ a']],
    ['all is other', 'a', 'b', ['- a', '+ b']],
  ])('keeps as many lines as it can (%s)', (_, before, after, lines) => {
    expect(changedLines(before.split(' '), after.split(' '))).toEqual(lines);
  });

  test('is written as a diff', async () => {
    const other = '// #region limit\nif (count === 5) return count;\n// #endregion\n';
    const house = new MadeUpHouse({
      'spec/01-counting/other.ts': other,
      [CHAPTER]: block('difference counting.ts limit other.ts limit'),
    });
    expect((await house.book()).code).toBe(0);
    expect(house.read(CHAPTER)).toContain(
      '\n```diff\n- if (count === 3) return count;\n+ if (count === 5) return count;\n```\n',
    );
  });

  test('takes four words', async () => {
    const house = new MadeUpHouse({ [CHAPTER]: block('difference counting.ts limit counting.ts') });
    expect(house.problems()).toContain('expected difference FILE NAME FILE NAME; got difference');
  });
});
