/** What a row of the gallery is: a mistake, the rule that it takes away, and what falls without it. */
import type { Property } from '#model/index.js';
import type { KnownMistake } from '../../chapter.js';
import type { LeaseState, Parts } from '../leases.js';
import type { LeaseSize } from '../size.js';

/** A mistake, and the instance in which it is looked at. Rows share a number where they make the same mistake in other ways. */
export interface Row extends KnownMistake {
  readonly size: LeaseSize;
  /** The parts that make it; none where it is one of the size. */
  readonly parts?: Partial<Parts>;
  /** What falls, in the order in which the damage shows. */
  readonly falls: readonly Property<LeaseState>[];
}
