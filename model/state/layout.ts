/**
 * How a global state is packed: a row of 32-bit words, with a field for each participant's local state, and either a
 * bit for each message, or a field for each participant's inbox.
 */

/** Where things are in a row. A field never straddles two words. */
export class Layout {
  /** Words in a row. */
  readonly words: number;
  /** For each participant, and then each inbox, its field: word, shift, and the mask of the unshifted value. */
  readonly fieldWord: Int32Array;
  readonly fieldShift: Int32Array;
  readonly fieldMask: Int32Array;
  /** For each message with a bit, by the message's number: word and mask. */
  readonly bitWord: number[] = [];
  readonly bitMask: number[] = [];

  readonly #unused: number;
  readonly #spare: { readonly word: number; readonly bit: number }[] = [];

  /**
   * @param widths at most 32 bits for each participant's local states, and for the lists of its inbox where there are inboxes
   * @param messages the messages that need a bit; the bits that are left over are kept for more
   * @param inboxes whether there are inboxes instead
   */
  constructor(
    readonly widths: readonly number[],
    readonly messages: readonly number[],
    readonly inboxes: boolean,
  ) {
    this.fieldWord = new Int32Array(widths.length);
    this.fieldShift = new Int32Array(widths.length);
    this.fieldMask = new Int32Array(widths.length);
    const used: number[] = [];
    const widthOf = (fields: readonly number[]): number =>
      fields.reduce((sum, field) => sum + widths[field]!, 0);
    // Widest first, each into the first word with room.
    const order = this.#together().sort((a, b) => widthOf(b) - widthOf(a) || a[0]! - b[0]!);
    for (const fields of order) {
      let word = used.findIndex((bits) => bits + widthOf(fields) <= 32);
      if (word < 0) word = used.push(0) - 1;
      for (const field of fields) {
        const width = widths[field]!;
        this.fieldWord[field] = word;
        this.fieldShift[field] = used[word]!;
        this.fieldMask[field] = width === 32 ? -1 : (1 << width) - 1;
        used[word]! += width;
      }
    }
    if (!inboxes) {
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

  /** Fields that go into one word: each by itself, but a participant's own with its inbox, if they fit. */
  #together(): number[][] {
    const { widths, inboxes } = this;
    const participants = inboxes ? widths.length / 2 : widths.length;
    return Array.from({ length: participants }, (_, own) => own).flatMap((own) => {
      const inbox = participants + own;
      if (!inboxes) return [[own]];
      return widths[own]! + widths[inbox]! <= 32 ? [[own, inbox]] : [[own], [inbox]];
    });
  }

  /** Bits that are left over. */
  get spare(): number {
    return this.inboxes ? this.#unused : this.#spare.length;
  }

  /** Gives a message a bit. Returns false where there is none left. */
  addBit(message: number): boolean {
    const bit = this.#spare.pop();
    if (bit === undefined) return false;
    this.bitWord[message] = bit.word;
    this.bitMask[message] = 1 << bit.bit;
    return true;
  }

  /** What is in a field of the row at an offset. */
  field(row: Int32Array, at: number, field: number): number {
    return (row[at + this.fieldWord[field]!]! >>> this.fieldShift[field]!) & this.fieldMask[field]!;
  }

  /** Writes into a field of the row at an offset. */
  setField(row: Int32Array, at: number, field: number, value: number): void {
    const shift = this.fieldShift[field]!;
    const word = at + this.fieldWord[field]!;
    row[word] = (row[word]! & ~(this.fieldMask[field]! << shift)) | (value << shift);
  }

  /** Adds the bits of a field to a mask. */
  addField(mask: Int32Array, field: number): void {
    mask[this.fieldWord[field]!]! |= this.fieldMask[field]! << this.fieldShift[field]!;
  }
}

/** The bits that hold numbers below a count. */
export function bitsFor(count: number): number {
  return Math.max(1, 32 - Math.clz32(count - 1));
}
