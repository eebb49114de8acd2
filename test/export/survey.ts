/** Explores a module that was read, breadth first, by its own `Init` and `Next`. */
import { Evaluator, type State } from './evaluate.js';
import { readModule } from './reader.js';
import { atom } from './values.js';

export interface Survey {
  readonly states: number;
  /** Whether the module's own invariant is true of all of them. */
  readonly onlyReached: boolean;
}

export function survey(module: string): Survey {
  const evaluator = new Evaluator(readModule(module));
  const seen = new Set<string>();
  const queue: State[] = [];
  const meet = (states: Iterable<State>): void => {
    for (const state of states) {
      const key = state.map(({ id }) => id).join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(state);
    }
  };
  meet(evaluator.states('Init', []));
  let onlyReached = true;
  for (let at = 0; at < queue.length; at++) {
    onlyReached &&= evaluator.value('OnlyReached', queue[at]!) === atom(true);
    meet(evaluator.states('Next', queue[at]!));
  }
  return { states: seen.size, onlyReached };
}
