/** The label of a step, in the numbers of the tables. */

/** A step by numbers: who takes it, and the event. */
export interface Label {
  readonly process: number;
  /** A message's number, or `~input` of an input. */
  readonly event: number;
}
