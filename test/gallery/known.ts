/** The known mistakes, by number: every line has a mutant in the gallery, or a reason why it has none. */

/** How many there are of each letter. Two of S are no mistakes of a protocol, and have no line. */
const LAST = { S: 18, L: 10, D: 16, C: 6, T: 18, N: 4 } as const;
const NO_LINE: readonly string[] = ['S7', 'S14'];

export const KNOWN: readonly string[] = Object.entries(LAST).flatMap(([letter, last]) =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`).filter((id) => !NO_LINE.includes(id)),
);

const NO_LOCKS = 'the services with sessions, locks and leases of their own have no chapter yet';

/** Why there is no mutant of them. */
export const EXCUSED: Readonly<Record<string, string>> = {
  L8: 'a decision always has its value in production, by its type and its form on the wire',
  T6: NO_LOCKS,
  T7: NO_LOCKS,
  T8: NO_LOCKS,
  T9: NO_LOCKS,
  T11: 'watches have no chapter yet; those of the server are tested in test/serve/watch.test.ts',
  V: 'a mistake of chapter 15’s Voting, which has no messages and no counterpart',
};
