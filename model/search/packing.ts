/** Chooses how states are packed, by what the tables hold, and packs them anew when that has grown. */

import type { Tables } from '../local/tables.js';
import type { Inboxes } from '../state/inboxes.js';
import { bitsFor, Layout } from '../state/layout.js';
import type { Repacking } from '../state/repacking.js';
import { type Allocate, CHUNK_BITS, CHUNK_MASK, Rows } from '../state/rows.js';

/** Bits of a participant's field in the first layout: room for 16 local states. */
const FIRST_WIDTH = 4;
/** Bits that a participant's field may have more than it needs, and bits that are left for messages all the same. */
const SPARE_WIDTH = 2;
const SPARE_BITS = 6;

/** A layout with room for what the tables hold. */
export function layoutFor({ processes, carried }: Tables, inboxes: Inboxes | undefined): Layout {
  const widths = processes.map(({ states }) => Math.max(bitsFor(states.length), FIRST_WIDTH));
  // Many a participant never gets a message.
  for (const { count } of inboxes?.of ?? [])
    widths.push(count === 1 ? 0 : Math.max(bitsFor(count), FIRST_WIDTH));
  return new Layout(widths, carried, inboxes !== undefined);
}

/** A layout as long, in which bits that were left over are given to what has the most local states or lists: it is likely to have more soon. */
export function roomier(
  layout: Layout,
  { processes, carried }: Tables,
  inboxes: Inboxes | undefined,
): Layout {
  const sizes = [
    ...processes.map(({ states }) => states.length),
    ...(inboxes?.of.map(({ count }) => count) ?? []),
  ];
  const largestFirst = [...sizes.keys()]
    .filter((field) => sizes[field]! > 1 << FIRST_WIDTH)
    .sort((a, b) => sizes[b]! - sizes[a]!);
  let roomiest = layout;
  for (let round = 0; round < SPARE_WIDTH; round++)
    for (const field of largestFirst) {
      const widths = roomiest.widths.with(field, roomiest.widths[field]! + 1);
      const wider = new Layout(widths, carried, inboxes !== undefined);
      if (wider.words === layout.words && wider.spare >= SPARE_BITS) roomiest = wider;
    }
  return roomiest;
}

/** All rows by another layout. Chunks of the old ones are given up as soon as they are copied. */
export function repacked(old: Rows, repacking: Repacking, words: number, allocate: Allocate): Rows {
  const rows = new Rows(words, allocate);
  const row = new Int32Array(words);
  for (let state = 0; state < old.count; state++) {
    const chunk = old.chunks[state >>> CHUNK_BITS]!;
    repacking.repack(chunk, (state & CHUNK_MASK) * old.words, row);
    rows.append(row, 0, old.parent(state));
    if ((state & CHUNK_MASK) === CHUNK_MASK) old.giveUp(state);
  }
  return rows;
}
