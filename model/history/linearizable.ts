/** Whether a history of calls and returns is linearizable: each operation seems to take effect at one moment between the two. */
import { aFunction, anything, options } from '../data/expect.js';
import { canonicalKey } from '../data/values.js';
import {
  aCallHistory,
  type Call,
  type CallHistory,
  type Return,
  type SequentialSpecification,
} from './call-history.js';
import { Explanations } from './explanations.js';

/** How a history is to be looked at. */
export interface LinearizableOptions<Operation> {
  /** What an operation is about, where operations on different keys do not touch each other: each key is then decided by itself. */
  readonly by?: (operation: Operation) => string;
  /** Whether an operation never changes the state. Where many of those are open at once, the answer is found sooner. */
  readonly reads?: (operation: Operation) => boolean;
}

/** What there is to say of a history. */
export type Linearizability<Operation, Result> =
  | { readonly isLinearizable: true }
  | {
      readonly isLinearizable: false;
      /** What happened to one key, up to the first return that no order of the operations explains. */
      readonly prefix: CallHistory<Operation, Result>;
      /** What that operation could have returned instead. */
      readonly expected: readonly Result[];
    };

/**
 * Decides whether a history is linearizable. Every prefix of a history that is, is too.
 *
 * @throws ModelError where something returns that was not called, or is called or returns twice; and where `reads` is seen to be wrong.
 *
 * @example
 * const counter = { initial: 0, apply: (count: number, by: number) => [count + by, count + by] as const };
 * const seen = [
 *   { type: 'call', id: 'a', operation: 1 },
 *   { type: 'call', id: 'b', operation: 2 },
 *   { type: 'return', id: 'b', result: 2 },
 *   { type: 'return', id: 'a', result: 1 }, // b came first, so that 3 was expected
 * ] as const;
 * linearizable(counter, seen).isLinearizable; // → false
 */
export function linearizable<State, Operation, Result>(
  specification: SequentialSpecification<State, Operation, Result>,
  history: CallHistory<Operation, Result>,
  { by = () => '', reads = () => false }: LinearizableOptions<Operation> = {},
): Linearizability<Operation, Result> {
  aSpecification(specification, 'a sequential specification');
  aCallHistory(history);
  const refuted = partsOf(history, by)
    .filter((part) => !new Explanations(specification, part, reads).areThere)
    .map((part) => shortestOf(specification, part, reads))
    .sort((one, other) => history.indexOf(one.at(-1)!) - history.indexOf(other.at(-1)!));
  const [prefix] = refuted;
  if (prefix === undefined) return { isLinearizable: true };
  return { isLinearizable: false, prefix, expected: expectedAt(specification, prefix, reads) };
}

/** The shortest prefix that no order explains, of a history that none explains: between the two there is one edge to be found. */
function shortestOf<State, Operation, Result>(
  specification: SequentialSpecification<State, Operation, Result>,
  history: CallHistory<Operation, Result>,
  reads: (operation: Operation) => boolean,
): CallHistory<Operation, Result> {
  let [explained, refuted] = [0, history.length];
  while (explained + 1 < refuted) {
    const middle = Math.floor((explained + refuted) / 2);
    if (new Explanations(specification, history.slice(0, middle), reads).areThere) explained = middle;
    else refuted = middle;
  }
  return history.slice(0, refuted);
}

/** The results with which the last event of a prefix would be explained. */
function expectedAt<State, Operation, Result>(
  specification: SequentialSpecification<State, Operation, Result>,
  prefix: CallHistory<Operation, Result>,
  reads: (operation: Operation) => boolean,
): readonly Result[] {
  const { id } = prefix.at(-1)!;
  const all = [...new Explanations(specification, prefix, reads, id).all()].map(({ placed }) => placed[id]!);
  const byKey = new Map(all.map((result) => [canonicalKey(result), result]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key)!);
}

/** The events by key, each key's in their order. */
function partsOf<Operation, Result>(
  history: CallHistory<Operation, Result>,
  by: (operation: Operation) => string,
): readonly CallHistory<Operation, Result>[] {
  const keys = new Map<string, string>();
  const parts = new Map<string, (Call<Operation> | Return<Result>)[]>();
  for (const event of history) {
    if (event.type === 'call') keys.set(event.id, by(event.operation));
    const key = keys.get(event.id)!;
    const part = parts.get(key);
    if (part) part.push(event);
    else parts.set(key, [event]);
  }
  return [...parts.values()];
}

const aSpecification = options({ initial: anything, apply: aFunction });
