/**
 * An oracle: the plainest search there is, over states written out as text.
 *
 * It shares no code with the checker, so that the two can only agree where both are right.
 */

export interface Counts {
  readonly states: number;
  readonly transitions: number;
  /** Transitions that lead to another state. */
  readonly changing: number;
  /** Levels; the initial state is at 1. */
  readonly depth: number;
}

/** Visits every state reachable from `initial`; `next` gives one successor a transition, repeats included. */
export function count<State>(initial: State, next: (state: State) => readonly State[]): Counts {
  const seen = new Set([JSON.stringify(initial)]);
  let transitions = 0;
  let changing = 0;
  let depth = 0;
  for (let level = [...seen]; level.length > 0; depth++) {
    const found: string[] = [];
    for (const text of level) {
      for (const successor of next(JSON.parse(text))) {
        const other = JSON.stringify(successor);
        transitions++;
        if (other !== text) changing++;
        if (seen.has(other)) continue;
        seen.add(other);
        found.push(other);
      }
    }
    level = found;
  }
  return { states: seen.size, transitions, changing, depth };
}
