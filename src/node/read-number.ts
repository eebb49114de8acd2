/** The numbers of a node's reads: none is used again, so that an answer to a read from before a restart counts for no later one. */

/** Each start has as many numbers of its own; after so many starts they come again. */
const PER_START = 2 ** 36;
const STARTS = 2 ** 16;

/** The number of a start's nth read. */
export function readNumber(start: number, nth: number): number {
  return (start % STARTS) * PER_START + nth;
}
