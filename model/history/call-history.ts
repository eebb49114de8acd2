/** What is seen of an object from outside, calls and returns, and what the object is said to be. */
import { isObject, listOf, that } from '../data/expect.js';
import { ModelError } from '../data/model-error.js';

/** What the object would do if operations came one after the other: a pure function over plain data. */
export interface SequentialSpecification<State, Operation, Result> {
  readonly initial: State;
  readonly apply: (state: State, operation: Operation) => readonly [State, Result];
}

/** An operation begins. Its name, `c1.2` say, is its own: a process that gave up waiting may begin another. */
export interface Call<Operation> {
  readonly type: 'call';
  readonly id: string;
  readonly operation: Operation;
}

/** It ends. One that never does, a time-out, may take effect at any moment after its call, or not at all. */
export interface Return<Result> {
  readonly type: 'return';
  readonly id: string;
  readonly result: Result;
}

/** What was seen from outside, in the order in which it happened. */
export type CallHistory<Operation, Result> = readonly (Call<Operation> | Return<Result>)[];

const aCallOrReturn = that(
  "a call, { type: 'call', id, operation }, or a return, { type: 'return', id, result }",
  (event) => isObject(event) && (event.type === 'call' || event.type === 'return'),
);

/**
 * Passes a history in which each operation is called once, and returns at most once after that.
 *
 * @throws ModelError where it is another.
 */
export function aCallHistory(history: CallHistory<unknown, unknown>): void {
  const of = 'a history of calls';
  listOf(aCallOrReturn)(history, of);
  const called = new Set<string>();
  const returned = new Set<string>();
  history.forEach(({ type, id }, at) => {
    const seen = type === 'call' ? called : returned;
    const isKnown = type === 'call' || called.has(id);
    if (seen.has(id) || !isKnown) {
      const found = isKnown ? `a second ${type}` : 'a return without a call';
      const expected = 'expected one call of each name, and at most one return after it';
      throw new ModelError(`${of}, event ${at}, '${id}': ${expected}; got ${found}`);
    }
    seen.add(id);
  });
}
