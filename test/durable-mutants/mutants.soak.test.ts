/** Each mutant of the driver, the storage and the transport is told by its claim, which production fulfils. */
import { describe, expect, test } from 'vitest';
import { CLAIMS, type Claim } from '#test/durable-mutants/claims.js';
import { MUTANTS, type Mutant, titleOf } from '#test/durable-mutants/mutants.js';
import { NETWORK_CLAIMS } from '#test/durable-mutants/network-claims.js';
import { NETWORK_MUTANTS } from '#test/durable-mutants/network-mutants.js';
import { withEdits } from '#test/durable-mutants/production.js';
import { SNAPSHOT_CLAIMS } from '#test/durable-mutants/snapshot-claims.js';
import { SNAPSHOT_MUTANTS } from '#test/durable-mutants/snapshot-mutants.js';

const claims: Readonly<Record<string, Claim>> = { ...CLAIMS, ...NETWORK_CLAIMS, ...SNAPSHOT_CLAIMS };
const mutants: readonly Mutant<string>[] = [...MUTANTS, ...NETWORK_MUTANTS, ...SNAPSHOT_MUTANTS];

describe('production', () => {
  test.each(Object.entries(claims))('%s', (_, claim) => withEdits([], claim));
});

describe('a mutant is told', () => {
  // The gallery looks for these titles.
  test.each(mutants.map((mutant) => [titleOf(mutant), mutant] as const))('%s', (_, { edits, claim }) =>
    withEdits(edits, async (production) => {
      await expect(claims[claim]!(production)).rejects.toMatchObject({
        name: expect.stringMatching(/^(Assertion|Storage)Error$/),
      });
    }),
  );

  test('and each claim tells one', () => {
    expect(new Set(mutants.map(({ claim }) => claim))).toEqual(new Set(Object.keys(claims)));
  });
});

test('the table of mutants is the one that is written', async () => {
  const rows = mutants.map(({ name, mistake, claim }) => `| ${name} | ${mistake} | ${claim} |`);
  const table = ['| mutant | mistake | told by |', '| --- | --- | --- |', ...rows].join('\n');
  await expect(`${HEAD}\n\n${table}\n`).toMatchFileSnapshot('mutants.md');
});

const HEAD = `# Mutants of the driver, the storage and the transport, and what tells them

Written by \`npx vitest run test/durable-mutants -u\`, compared by \`npm run soak\`. Each is production with one rule broken; the claim is
shown to fail for it, and to hold for production.`;
