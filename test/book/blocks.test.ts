import { describe, expect, test } from 'vitest';
import { blocksOf, withContents } from '#src/book/blocks.js';

const TEXT = `\
prose
<!-- generated: counterexample "a lossy network" agreement text -->
one

two
<!-- /generated -->
prose
<!-- generated: contents -->
<!-- /generated -->
`;

describe('blocks in Markdown', () => {
  test('have a name, words, a line, and what stands between their markers', () => {
    expect(blocksOf(TEXT)).toEqual([
      {
        name: 'counterexample',
        words: ['a lossy network', 'agreement', 'text'],
        line: 2,
        lines: ['one', '', 'two'],
      },
      { name: 'contents', words: [], line: 8, lines: [] },
    ]);
  });

  test('get new contents, and nothing else changes', () => {
    const rewritten = withContents(TEXT, ['three', 'four\nfive']);
    expect(rewritten).toBe(TEXT.replace('one\n\ntwo', 'three').replace('contents -->', '$&\nfour\nfive'));
    expect(withContents(rewritten, ['three', 'four\nfive'])).toBe(rewritten);
  });

  test.each(['```', '````md', '~~~'])('are not looked for in fenced code (%s)', (fence) => {
    const end = fence.replace('md', '');
    expect(blocksOf(`${fence}\n<!-- /generated -->\n${end}\n${TEXT}`)).toHaveLength(2);
  });

  test.each([
    ['not closed before the next', '<!-- generated: a -->\n<!-- generated: b -->\n<!-- /generated -->', 1],
    ['not closed before the end', 'prose\n<!-- generated: a -->\nprose', 2],
    ['closed twice', '<!-- generated: a -->\n<!-- /generated -->\n<!-- /generated -->', 3],
    ['opened without a colon', '<!-- generated a -->', 1],
    ['opened with two spaces', '<!-- generated: a  b -->', 1],
    ['opened with a quote left open', '<!-- generated: a "b -->', 1],
    ['opened without a name', '<!-- generated: -->', 1],
    ['indented', '- item\n  <!-- generated: a -->', 2],
    ['not alone on its line', '<!-- generated: a --> b <!-- /generated -->', 1],
  ])('are an error, with its line, where one is %s', (_, text, line) => {
    expect(() => blocksOf(text)).toThrow(expect.objectContaining({ name: 'BlockError', line }));
  });
});
