/** Lots drawn by a seed: the same seed, the same lots. */

/** The next of an endless sequence of numbers, at least 0 and below 1 (the generator mulberry32). */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Dice {
  /** True as often as the probability says, from 0 to 1. */
  readonly chance: (probability: number) => boolean;
  /** Any of the items, of which there must be one. */
  readonly pick: <Item>(items: readonly Item[]) => Item;
}

/** @param seed a whole number, of which the last 32 bits count. */
export function diceOf(seed: number): Dice {
  const next = numbersOf(seed);
  return {
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
  };
}
