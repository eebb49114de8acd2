/** A shortest run to where the model's own code goes wrong: a predicate, a participant's step, a handler that is missing. */

import { ModelError } from '../data/model-error.js';
import { PAUSE_EVERY } from '../host/budget.js';
import type { Place } from '../property/finding.js';
import type { Search } from '../search/search.js';
import { type Onward, stepsFrom } from '../search/steps-from.js';
import type { Trace } from '../trace/trace.js';
import { traceTo } from './trace-of.js';

/** The run, where the error comes again. Pauses now and then. */
export function* runToError(search: Search, error: ModelError): Generator<void, Trace | undefined> {
  const place = yield* placeOf(search, error);
  return place && (yield* traceTo(search, place));
}

/** The first state, or step, of the level at which the search ended, where the same error comes again; where it visited everything, of all. */
function* placeOf(search: Search, error: ModelError): Generator<void, Place | undefined> {
  const { judge, levels, complete, successors } = search;
  const { cases, ofSteps, watchesDeadlocks } = judge;
  const predicates = cases.flatMap(({ question, goal }) => [question, goal]);
  /** Where something throws in their midst, lists of steps are not to be gone on with. */
  const clear = (): void => {
    successors.batch.count = 0;
    successors.setLayout(search.layout);
  };
  const goesWrong = (run: () => unknown): boolean => {
    judge.setLayout(search.layout);
    try {
      run();
    } catch (thrown) {
      clear();
      if (thrown instanceof ModelError) return thrown.message === error.message;
      throw thrown;
    }
    return false;
  };
  clear();
  const row = (state: number): Int32Array => search.rows.read(state);
  const from = complete ? 0 : search.levelOf(Math.max(0, levels.next - 1)).from;
  for (let state = from; state < search.rows.count; state++) {
    if (state % PAUSE_EVERY === 0) yield;
    const looks = complete
      ? predicates.map((predicate) => () => predicate?.ask(row(state), 0))
      : [() => (state === 0 ? judge.onInitial(row(0)) : judge.onState(row(state), 0, state, undefined, 0))];
    if (looks.some(goesWrong)) return { state };
    if (complete || state >= levels.end) continue;
    let onward: readonly Onward[] = [];
    const expands = (): void => {
      onward = [...stepsFrom(search, state)];
      if (watchesDeadlocks && onward.length === successors.faults) judge.onDeadlock(row(state), 0, state);
    };
    if (goesWrong(expands)) return { state };
    for (const { step, row: to } of onward)
      if (ofSteps.some(({ steps }) => goesWrong(() => steps!.ask(state, row(state), 0, to, 0))))
        return search.canonical === undefined ? { state, step } : { state };
  }
  return undefined;
}
