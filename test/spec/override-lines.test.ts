/** The lines with `--override` in the book name parts that there are, and something falls or the budget ends. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
import { synod } from '#test/cli/synod.js';

const BOOK = fileURLToPath(new URL('../../spec', import.meta.url));

const lines = readdirSync(BOOK, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(
    ({ name }) =>
      readFileSync(`${BOOK}/${name}/README.md`, 'utf8').match(/npx synod .*--override .*$/gm) ?? [],
  );

test('there are such lines', () => expect(lines.length).toBeGreaterThan(3));

test.each(lines)('%s', async (line) => {
  const words = [...line.matchAll(/"([^"]+)"|(\S+)/g)].map(([word, quoted]) => quoted ?? word).slice(2);
  const { code, out, err } = await synod([...words, '--max-states', '30000', '--workers', '1'], chapters);
  expect(err).toBe('');
  expect(out).toMatch(/stated to hold|the budget of states/);
  expect([1, 3]).toContain(code);
});
