/** What a row of the gallery is: a mistake, the rule that it takes away, and what falls without it. */
import type { Property } from '#model/index.js';
import type { KnownMistake } from '../../chapter.js';
import type { LeaseState, withLeasesApart } from '../leases.js';
import type { LeaseSize } from '../size.js';

/** A mistake, and the instance in which it is looked at. Rows share a number where they make the same mistake in other ways. */
export interface Row extends KnownMistake {
  readonly size: LeaseSize;
  /** The system with the mistake in it. */
  readonly system: ReturnType<typeof withLeasesApart>;
  /** What falls, in the order in which the damage shows. */
  readonly falls: readonly Property<LeaseState>[];
}
