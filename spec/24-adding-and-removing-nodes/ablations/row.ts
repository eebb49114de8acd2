/** What a row of the gallery is: a mistake, the rule that it takes away, and what falls without it. */
import type { KnownMistake } from '../../chapter.js';
import type { PropertyName } from '../claims.js';
import type { Machines } from '../members.js';
import type { MemberSize } from '../size.js';

/** A mistake, and the instance in which it is looked at. */
export interface Row extends KnownMistake {
  /** A small instance in which it shows. */
  readonly size: MemberSize;
  /** Machines with one or two guards or actions overridden by name. */
  readonly machines: Partial<Machines>;
  /** What falls, in the order in which the damage shows. */
  readonly falls: readonly PropertyName[];
}
