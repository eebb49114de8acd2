/** Chance from a seed: the same seed and name give the same row of numbers, whatever is drawn elsewhere. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export class Chance {
  readonly #generator;

  constructor(
    readonly seed: number,
    readonly name: string,
  ) {
    this.#generator = xoroshiro128plus(hashOf(`${seed} ${name}`));
  }

  /** A number from 0, below 1. */
  readonly float = (): number => uniformFloat64(this.#generator);

  /** A whole number from 0, below the bound. */
  below(bound: number): number {
    return Math.floor(this.float() * bound);
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.float();
  }

  happens(probability: number): boolean {
    return probability > 0 && this.float() < probability;
  }

  /** A time with that mean: mostly shorter, and now and then much longer. */
  exponential(mean: number): number {
    return -Math.log(1 - this.float()) * mean;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }
}

/** FNV-1a, in 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
