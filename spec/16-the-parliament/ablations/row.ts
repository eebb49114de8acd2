/** What a row of the gallery is: a mistake, the rule that it takes away, and what falls without it. */
import type { KnownMistake } from '../../chapter.js';
import type { PropertyName } from '../claims.js';
import type { Slot } from '../messages.js';
import type { Machines } from '../parliament.js';
import type { Size } from '../size.js';

/** A mistake, and the instance in which it is looked at. Rows share a number where they make the same mistake in other ways or instances. */
export interface Row extends KnownMistake {
  /** A small instance in which it shows. */
  readonly size: Size;
  /** Machines with one or two guards or actions overridden by name. */
  readonly machines: Partial<Machines>;
  /** What falls, in the order in which the damage shows. */
  readonly falls: readonly PropertyName[];
  /** The slots in which the Parliament no longer refines Voting; none when left out. */
  readonly breaks?: readonly Slot[];
}
