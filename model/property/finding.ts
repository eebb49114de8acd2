/** Where a property was decided. */
import type { Label } from '../data/label.js';

/** A state, or a step out of it. */
export interface Place {
  /** The number of the state. */
  readonly state: number;
  readonly step?: Label;
}

/** At a state; for a step property, at a step. */
export interface Finding extends Place {
  /** For a property of runs that never end, the run: the steps to it and those that it repeats. */
  readonly lasso?: Lasso;
}

/** A run that never ends: labelled edges of the explored graph to a loop, and round it. */
export interface Lasso {
  readonly prefix: readonly Edge[];
  /** Empty where the run stays in its last state for ever. */
  readonly loop: readonly Edge[];
}

/** A step between two numbered states. */
export interface Edge extends Label {
  readonly from: number;
  readonly to: number;
}
