/**
 * How a global state is packed: a row of 32-bit words, with a field for each participant's local state, and either a
 * bit for each message (sets) or one word with the number of the network's content (sequences).
 */

/** Where things are in a row. A field never straddles two words. */
export class Layout {
  /** Words in a row. */
  readonly words: number;
  /** For each participant, its field: word, shift, and the mask of the unshifted value. */
  readonly fieldWord: Int32Array;
  readonly fieldShift: Int32Array;
  readonly fieldMask: Int32Array;
  /** For each message with a bit, by the message's number: word and mask. */
  readonly bitWord: number[] = [];
  readonly bitMask: number[] = [];
  /** The word with the number of the network's content, or −1 where messages are bits. */
  readonly networkWord: number;

  readonly #unused: number;
  readonly #spare: { readonly word: number; readonly bit: number }[] = [];

  /**
   * @param widths at most 32 bits for each participant's local states
   * @param messages the messages that need a bit; the bits that are left over are kept for more
   * @param sequences whether the network's content is a word instead
   */
  constructor(
    readonly widths: readonly number[],
    readonly messages: readonly number[],
    sequences: boolean,
  ) {
    this.fieldWord = new Int32Array(widths.length);
    this.fieldShift = new Int32Array(widths.length);
    this.fieldMask = new Int32Array(widths.length);
    const used: number[] = [];
    // Widest first, each into the first word with room.
    const order = widths.map((_, process) => process).sort((a, b) => widths[b]! - widths[a]! || a - b);
    for (const process of order) {
      const width = widths[process]!;
      let word = used.findIndex((bits) => bits + width <= 32);
      if (word < 0) word = used.push(0) - 1;
      this.fieldWord[process] = word;
      this.fieldShift[process] = used[word]!;
      this.fieldMask[process] = width === 32 ? -1 : (1 << width) - 1;
      used[word]! += width;
    }
    this.networkWord = sequences ? used.push(32) - 1 : -1;
    if (!sequences) {
      let room = used.reduce((sum, bits) => sum + 32 - bits, 0);
      for (; room < messages.length; room += 32) used.push(0);
      for (const [word, bits] of used.entries())
        for (let bit = bits; bit < 32; bit++) this.#spare.push({ word, bit });
      this.#spare.reverse();
      for (const message of messages) this.addBit(message);
    }
    this.words = used.length;
    this.#unused = used.reduce((sum, bits) => sum + 32 - bits, 0);
  }

  /** Bits that are left over. */
  get spare(): number {
    return this.networkWord < 0 ? this.#spare.length : this.#unused;
  }

  /** Gives a message a bit. Returns false where there is none left. */
  addBit(message: number): boolean {
    const bit = this.#spare.pop();
    if (bit === undefined) return false;
    this.bitWord[message] = bit.word;
    this.bitMask[message] = 1 << bit.bit;
    return true;
  }

  /** The local state of a participant in the row at an offset. */
  field(row: Int32Array, at: number, process: number): number {
    return (row[at + this.fieldWord[process]!]! >>> this.fieldShift[process]!) & this.fieldMask[process]!;
  }

  /** Writes a participant's local state into the row at an offset. */
  setField(row: Int32Array, at: number, process: number, state: number): void {
    const shift = this.fieldShift[process]!;
    const word = at + this.fieldWord[process]!;
    row[word] = (row[word]! & ~(this.fieldMask[process]! << shift)) | (state << shift);
  }
}

/** The bits that hold numbers below a count. */
export function bitsFor(count: number): number {
  return Math.max(1, 32 - Math.clz32(count - 1));
}
