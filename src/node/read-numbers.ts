/**
 * The numbers of a node's reads: none is used again, so that an answer to a read from before a restart counts for no later one (duty 15
 * of src/paxos/README.md).
 *
 * Each start of a store has a row of numbers of its own. The first starts have long ones, later ones shorter ones, since a
 * node that is started that often has not read as much each time: 2^47 numbers the first, 2^35 one after 4,096 starts. A number
 * says first how many digits the start has, then the start, then which of its reads it is.
 */

/** Of 53 binary digits, which are exact, 6 say how many digits the start has. */
const DIGITS = 47;

export class ReadNumbers {
  readonly #first: number;
  readonly #length: number;
  /** Where in its row it begins: lives of one node, which count their starts anew, begin at different places. */
  readonly #offset: number;
  #used = 0;

  constructor(incarnation: number, start: number) {
    const digits = start.toString(2).length;
    const leading = 2 ** (digits - 1);
    this.#length = 2 ** (DIGITS + 1 - digits);
    this.#first = digits * 2 ** DIGITS + (start - leading) * this.#length;
    this.#offset = Number((BigInt(incarnation) * SCATTER) % BigInt(this.#length));
  }

  /** The number of the next read; undefined where all of this start are used: there are more after the next one. */
  next(): number | undefined {
    if (this.#used === this.#length) return undefined;
    return this.#first + ((this.#offset + this.#used++) % this.#length);
  }
}

/** Odd, so that no two incarnations become one before the remainder is taken: 2^64 divided by the golden ratio. */
const SCATTER = 0x9e3779b97f4a7c15n;
