import { expect, test } from 'vitest';
import { gallery, galleryTable, mistakes } from '#test/gallery/gallery.js';

/** Mistakes of the book that are not in the gallery, and why. */
const WITHOUT_A_MUTANT: Readonly<Record<string, string>> = {
  L8: 'a decision always has its value in production, by its type and its form on the wire',
  N3: 'a mistake of the client, which test/node/client.test.ts tests',
  V: 'a mistake of chapter 15’s Voting, which has no messages and no counterpart',
};

test('each mistake of the book is made in production, too', () => {
  const made = new Set(gallery.map(({ id }) => id));
  const missing = [...mistakes].filter((id) => !made.has(id));
  expect(missing.sort()).toEqual(Object.keys(WITHOUT_A_MUTANT));
});

test('the table has every mutant, with the tie that tells it', async () => {
  await expect(galleryTable()).toMatchFileSnapshot('gallery.md');
});
