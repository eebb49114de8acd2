/** A set of small numbers below a bound, as bits. */
export class Bits {
  readonly #words: Int32Array;

  constructor(bound: number) {
    this.#words = new Int32Array(Math.ceil(bound / 32));
  }

  has(number: number): boolean {
    return (this.#words[number >>> 5]! & (1 << (number & 31))) !== 0;
  }

  add(number: number): void {
    this.#words[number >>> 5]! |= 1 << (number & 31);
  }

  /** Adds all numbers of a set with the same bound. Returns whether there were new ones. */
  include(other: Bits): boolean {
    let isNew = false;
    for (const [at, word] of other.#words.entries()) {
      if ((word & ~this.#words[at]!) === 0) continue;
      this.#words[at]! |= word;
      isNew = true;
    }
    return isNew;
  }

  /** Its numbers, in ascending order. */
  *[Symbol.iterator](): Iterator<number> {
    for (const [at, word] of this.#words.entries())
      for (let open = word; open !== 0; open &= open - 1) yield at * 32 + 31 - Math.clz32(open & -open);
  }
}
