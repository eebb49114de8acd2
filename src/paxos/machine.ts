/** The state machine that the log feeds: whatever is deterministic can be replicated. */

/**
 * A machine's start and its one function, which is total and looks at nothing but its arguments: it runs on every replica,
 * on each in its own time, and must come to the same everywhere. States are never changed in place.
 */
export interface Machine<Command, State, Answer> {
  readonly start: State;
  readonly apply: (state: State, command: Command) => readonly [state: State, answer: Answer];
}
