/** A state in interned parts, not packed. */

/** A state in interned parts: each participant's local state, and the messages under way in order, with repeats. */
export interface Parts {
  readonly states: Int32Array;
  readonly messages: readonly number[];
}
