/**
 * What can be claimed of a system. A property is a plain predicate over states; the checker decides it for all of them.
 */

/** A named predicate, and how it is to be read. Made by the functions below. */
export type Property<State> = {
  readonly name: string;
} & (
  | { readonly kind: 'always'; readonly predicate: (state: State) => boolean }
  | { readonly kind: 'sometimes'; readonly predicate: (state: State) => boolean }
  | { readonly kind: 'step'; readonly predicate: (before: State, after: State) => boolean }
  | { readonly kind: 'deadlock-free'; readonly predicate: (state: State) => boolean }
);

/** The predicate is true of every reachable state: an invariant. Fails with a shortest trace to a state where it is not. */
export function always<State>(name: string, predicate: (state: State) => boolean): Property<State> {
  return { kind: 'always', name, predicate };
}

/** The predicate is true of some reachable state. Holds with a shortest trace to one: a witness. */
export function sometimes<State>(name: string, predicate: (state: State) => boolean): Property<State> {
  return { kind: 'sometimes', name, predicate };
}

/** The predicate is true of every reachable step that changes the state. Fails with a shortest trace that ends in such a step. */
export function step<State>(
  name: string,
  predicate: (before: State, after: State) => boolean,
): Property<State> {
  return { kind: 'step', name, predicate };
}

/**
 * From every reachable state, unless it is an end, some step leads to another state. Over a lossy network, where what
 * was sent can be received again for ever, steps that change nothing do not count; nor do faults.
 *
 * @param isEnd the states in which it is right to stop; none, when left out.
 */
export function deadlockFree<State>(
  name: string,
  isEnd: (state: State) => boolean = () => false,
): Property<State> {
  return { kind: 'deadlock-free', name, predicate: isEnd };
}
