/** What a row of the gallery is: a mistake, the rule that it takes away, and what falls without it. */
import type { KnownMistake } from '../../chapter.js';
import type { PropertyName } from '../claims.js';
import type { Memory } from '../memory.js';
import type { Size } from '../size.js';
import type { Machines } from '../synod.js';

/** A property that no longer holds. */
export interface Fall {
  readonly property: PropertyName;
  /** How many states its shortest counterexample has; null where something is never witnessed, which no one run shows. */
  readonly length: number | null;
}

/** A mistake, and the instance in which it is looked at. Rows share a number where they make the same mistake in other ways or instances. */
export interface Row extends KnownMistake {
  /** A small instance in which it shows; or one in which it does not. */
  readonly size: Size;
  /** Machines with one or two guards or actions overridden by name. */
  readonly machines?: Partial<Machines>;
  /** What a role keeps in a crash, instead of what it should keep. */
  readonly memory?: Partial<Memory>;
  /** What falls, in the order in which the damage shows; nothing where the mistake is harmless. */
  readonly falls: readonly Fall[];
  /** What holds in spite of it; only a mistake that is harmless has to say. */
  readonly holds?: readonly PropertyName[];
}

/** The usual course of the damage: a vote that is not safe, then a second value chosen, then somebody told of both. */
export function damage(unsafe: number, chosen: number, told: number): readonly Fall[] {
  return [
    { property: 'votesAreSafe', length: unsafe },
    { property: 'chosenStaysChosen', length: chosen },
    { property: 'agreement', length: told },
  ];
}
