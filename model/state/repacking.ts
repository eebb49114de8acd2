/** How packed states of one layout become those of another: which bits of which word go where, all that go the same way at once. */
import type { Layout } from './layout.js';

export class Repacking {
  /** By move: from which word to which, which bits of it, and by how many places they are rotated to the left. */
  readonly #moves: { readonly from: number; readonly to: number; bits: number; readonly rotation: number }[] =
    [];

  constructor(from: Layout, to: Layout) {
    for (let field = 0; field < from.widths.length; field++)
      this.#add(
        from.fieldWord[field]!,
        from.fieldMask[field]! << from.fieldShift[field]!,
        to.fieldWord[field]!,
        to.fieldShift[field]! - from.fieldShift[field]!,
      );
    // Bits are given in the order of the messages' numbers, so the old layout knows a part of the new one's.
    from.bitWord.forEach((word, message) => {
      const mask = from.bitMask[message]!;
      const rotation = Math.clz32(mask) - Math.clz32(to.bitMask[message]!);
      this.#add(word, mask, to.bitWord[message]!, rotation);
    });
  }

  /** Packs the state at an offset of a row anew. */
  repack(row: Int32Array, at: number, into: Int32Array): void {
    into.fill(0);
    for (const { from, to, bits, rotation } of this.#moves) {
      const moved = row[at + from]! & bits;
      into[to]! |= (moved << rotation) | (moved >>> (32 - rotation));
    }
  }

  #add(from: number, bits: number, to: number, places: number): void {
    const rotation = places & 31;
    const known = this.#moves.find(
      (move) => move.from === from && move.to === to && move.rotation === rotation,
    );
    if (known === undefined) this.#moves.push({ from, to, bits, rotation });
    else known.bits |= bits;
  }
}
