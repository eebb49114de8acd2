import { expect, test } from 'vitest';
import { gallery, galleryTable, mistakes } from '#test/gallery/gallery.js';

/** Mistakes of the book that are not in the gallery, and why. */
const WITHOUT_A_MUTANT: Readonly<Record<string, string>> = {
  C4: 'a mistake of whoever stops members too early; what would leave no quorum is refused, which test/synod/members.test.ts tests',
  C5: 'phase 1 is bound to one configuration, which test/unit/paxos/log-leader.test.ts tests',
  C6: 'a mistake of the driver, which test/synod/members.test.ts tests',
  L8: 'a decision always has its value in production, by its type and its form on the wire',
  N3: 'a mistake of the client, which test/node/client.test.ts tests',
  T16: 'no script of leases changes the members yet; test/unit/paxos/lease.test.ts asks a quorum of each configuration',
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
