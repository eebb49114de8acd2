/** Where a property was decided. */

/** At a state, or at a step out of one. */
export interface Finding {
  /** The number of the state; for a step property, of the state before the step. */
  readonly state: number;
  /** For a step property, the step: who took it, and its event. */
  readonly step?: { readonly process: number; readonly event: number };
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
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly process: number;
  readonly event: number;
}
