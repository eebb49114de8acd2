/** What goes with what: the manual's table is the one that refusals come from. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compatibilityTable } from '#model/exploration/compatibility.js';

test("the manual's table says what the checker does", async () => {
  const manual = await readFile(new URL('../../model/README.md', import.meta.url), 'utf8');
  expect(manual).toContain(`\n\n${compatibilityTable()}\n\n`);
});
