/** What the Markdown files say beside their generated blocks: diagrams, links, names of the code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { markdownFiles, thisHouse } from '#src/book/house.js';
// Before Mermaid itself: gives it the window without which it will not start.
import '#test/model/mermaid.js';

const { default: mermaid } = await import('mermaid');
const { root, chapters } = await thisHouse();
const files = markdownFiles(root).map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

const FENCED = /^( *)(`{3,})([a-z]*)[^\n]*\n([\s\S]*?)^\1\2`* *$/gm;

describe('every Mermaid diagram', () => {
  const diagrams = files.flatMap(({ file, text }) =>
    [...text.matchAll(FENCED)]
      .filter(([, , , language]) => language === 'mermaid')
      .map(
        ({ 4: diagram, index }) => [`${file}:${text.slice(0, index).split('\n').length}`, diagram!] as const,
      ),
  );

  test.each(diagrams)('is one that Mermaid can read (%s)', async (_, diagram) => {
    await expect(mermaid.parse(diagram)).resolves.toBeTruthy();
  });

  test('is found, and a wrong one is seen', async () => {
    expect(diagrams.length).toBeGreaterThanOrEqual(2);
    await expect(mermaid.parse('sequenceDiagram\n  a1 -> \n')).rejects.toThrow();
  });
});

test('every relative link leads to a file or folder', () => {
  const links = files.flatMap(({ file, text }) =>
    [...text.replace(FENCED, '').matchAll(/\]\((?!\w+:|#)([^)#\s]+)[^)]*\)/g)].map(([, to]) => ({
      file,
      to: to!,
    })),
  );
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter(({ file, to }) => !existsSync(join(root, dirname(file), to)))).toEqual([]);
});

describe('names of the code in the prose of a chapter', () => {
  test.each(chapters.map(({ id }) => id))(
    'are those of its machines, actions, guards and words (%s)',
    (id) => {
      const folder = join(root, 'spec', id);
      const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.ts'),
      );
      const code = sources.map((source) => readFileSync(join(folder, source), 'utf8')).join('\n');
      const words = new Set(code.match(/\w+/g));
      const prose = readFileSync(join(folder, 'README.md'), 'utf8').replace(FENCED, '');
      const names = [...prose.matchAll(/`([a-z]+[A-Z]\w*)`/g)].map(([, name]) => name!);
      expect(names).not.toEqual([]);
      expect(names.filter((name) => !words.has(name))).toEqual([]);
    },
  );
});
