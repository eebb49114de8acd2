/** What the Markdown files say beside their generated blocks: diagrams, links, names of the code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pageFiles, thisHouse } from '#src/book/house.js';
// Before Mermaid itself: gives it the window without which it will not start.
import '#test/model/mermaid.js';

const { default: mermaid } = await import('mermaid');
const { root } = await thisHouse();
const files = pageFiles(root)
  .filter((file) => file.endsWith('.md'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

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

test('code and pictures in a chapter are generated; beside them there is only what is typed in a shell', () => {
  const chapters = files.filter(({ file }) => /^spec\/\d\d-/.test(file));
  expect(chapters.length).toBeGreaterThanOrEqual(15);
  for (const { file, text } of chapters) {
    const own = text.replace(/<!-- generated: [\s\S]*?<!-- \/generated -->/g, '');
    for (const [block, , , language] of own.matchAll(FENCED))
      expect(language, `${file}: ${block}`).toBe('sh');
  }
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

describe('names of the code in the prose of the book', () => {
  const spec = readdirSync(join(root, 'spec'), { recursive: true, encoding: 'utf8' });
  const code = spec
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, 'spec', name), 'utf8'));
  const words = new Set(code.join('\n').match(/\w+/g));
  const named = files
    .filter(({ file }) => file.startsWith('spec/'))
    .flatMap(({ file, text }) =>
      [...text.replace(FENCED, '').matchAll(/`([a-z]+[A-Z]\w*)`/g)].map(([, name]) => ({
        file,
        name: name!,
      })),
    );

  test('are words of its sources', () => {
    expect(named).not.toEqual([]);
    expect(named.filter(({ name }) => !words.has(name))).toEqual([]);
  });
});
