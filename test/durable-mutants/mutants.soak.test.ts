/** Each mutant of the driver and the storage is told by its claim, which production fulfils. */
import { describe, expect, test } from 'vitest';
import { CLAIMS } from '#test/durable-mutants/claims.js';
import { MUTANTS } from '#test/durable-mutants/mutants.js';
import { withEdits } from '#test/durable-mutants/production.js';

describe('production', () => {
  test.each(Object.entries(CLAIMS))('%s', (_, claim) => withEdits([], claim));
});

describe('a mutant is told', () => {
  test.each(MUTANTS)('$name $mistake', ({ edits, claim }) =>
    withEdits(edits, async (production) => {
      await expect(CLAIMS[claim](production)).rejects.toMatchObject({
        name: expect.stringMatching(/^(Assertion|Storage)Error$/),
      });
    }),
  );

  test('and each claim tells one', () => {
    expect(new Set(MUTANTS.map(({ claim }) => claim))).toEqual(new Set(Object.keys(CLAIMS)));
  });
});

test('the table of mutants is the one that is written', async () => {
  const rows = MUTANTS.map(({ name, mistake, claim }) => `| ${name} | ${mistake} | ${claim} |`);
  const table = ['| mutant | mistake | told by |', '| --- | --- | --- |', ...rows].join('\n');
  await expect(`${HEAD}\n\n${table}\n`).toMatchFileSnapshot('mutants.md');
});

const HEAD = `# Mutants of the driver and the storage, and what tells them

Written by \`npx vitest run test/durable-mutants -u\`, compared by \`npm run soak\`. Each is production with one rule broken; the claim is
shown to fail for it, and to hold for production.`;
