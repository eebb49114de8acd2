/** Slots: the positions of the log, counted from 1. Each is decided once, by an instance of its own. */

declare const brand: unique symbol;

/** One position of the log. Made by {@link slot}, so that no other number is taken for one. */
export type Slot = number & { readonly [brand]: 'Slot' };

/**
 * The number as a slot.
 *
 * @throws RangeError where it is not a whole number from 1.
 *
 * @example
 * slot(1); // → 1
 */
export function slot(position: number): Slot {
  if (!isSlot(position))
    throw new RangeError(
      `expected a slot, a whole number from 1, got ${position}; check where the number was read`,
    );
  return position;
}

export function isSlot(position: number): position is Slot {
  return Number.isSafeInteger(position) && position >= 1;
}

/** The slots after the first and through the last, in order; none where `through` is not above `after`. */
export function slotsAfter(after: number, through: number): readonly Slot[] {
  return Array.from({ length: Math.max(0, through - after) }, (_, index) => slot(after + 1 + index));
}
