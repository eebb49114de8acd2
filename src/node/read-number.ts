/** The numbers of a node's reads: none is used again, so that an answer to a read from before a restart counts for no later one. */

/** Each life has as many numbers of its own; after so many starts, or so many incarnations, they come again. */
const PER_LIFE = 2 ** 36;
const STARTS = 2 ** 12;
const INCARNATIONS = 2 ** 4;

/** The number of a node's nth read in that start of that incarnation: a whole number that is exact. */
export function readNumber(incarnation: number, start: number, nth: number): number {
  const life = (incarnation % INCARNATIONS) * STARTS + (start % STARTS);
  return life * PER_LIFE + nth;
}
