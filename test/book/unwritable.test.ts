import { describe, expect, test } from 'vitest';
import { block, CHAPTER, FRONT, MadeUpHouse } from '#test/book/made-up.js';

describe('a block that cannot be generated', () => {
  test.each([
    ['an unknown name', 'claim', "unknown block 'claim'; expected one of: 'ablated', 'claims', 'contents', "],
    ['a name that objects have', 'constructor', "unknown block 'constructor'"],
    ['a file that is not there', 'region count.ts a', "there is no file 'count.ts'"],
    [
      'a region that is not there',
      'region counting.ts a',
      "has no region 'a'; expected one of: 'counting', 'limit'",
    ],
    ['too few words', 'region counting.ts', 'expected region FILE NAME; got region counting.ts'],
    ['too many words', 'contents all', 'expected contents; got contents all'],
    [
      'an unknown instance',
      'claims six',
      "01-counting has no instance 'six'; expected one of: 'three', 'five'",
    ],
    [
      'an unknown claim',
      'counterexample five agreement',
      "instance 'five' has no claim 'agreement'; expected one of: 'five is reached', 'never above five'",
    ],
    [
      'an unknown form',
      'counterexample three "never three" svg',
      'expected counterexample "INSTANCE" "CLAIM"',
    ],
    [
      'a machine that nobody exports',
      'statechart limit',
      "a machine by the name 'limit'; expected one of: 'toggle'",
    ],
    [
      'an exhibit that nobody exports',
      'exhibit limit',
      "an exhibit by the name 'limit'; expected one of: 'lengths', 'drawing', 'nothing'",
    ],
  ])('is a problem with file and line, and nothing is explored (%s)', async (_, words, message) => {
    const house = new MadeUpHouse({ [CHAPTER]: `# Counting\n\n${block('claims')}\n\n${block(words)}\n` });
    const { code, out, err } = await house.book();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^spec\/01-counting\/README\.md:6: /);
    expect(err).toContain(message);
    expect(await house.explores()).toEqual([]);
  });

  test.each(['counterexample three "never above three"', 'exhibit nothing'])(
    'may be one without a trace, which shows only when it was explored (%s)',
    async (words) => {
      const { code, err } = await new MadeUpHouse({ [CHAPTER]: block(words) }).book();
      expect(code).toBe(1);
      expect(err).toContain(
        `${CHAPTER}:1: 'never above three' holds in 'three': there is no trace; expected a claim that has one`,
      );
    },
  );

  test('may be one that does not say which chapter, outside of a chapter', async () => {
    const { err } = await new MadeUpHouse({ [FRONT]: block('statechart toggle') }).book();
    expect(err).toContain(`${FRONT}:1: outside a chapter's folder the first word is a chapter's folder name`);
  });

  test('is told with all others', async () => {
    const { err } = await new MadeUpHouse({ [FRONT]: block('a'), [CHAPTER]: block('b') }).book();
    expect(err.match(/unknown block/g)).toHaveLength(2);
  });
});
