/** History variables: what properties may remember of the messages sent. */
import {
  aFunction,
  anything,
  type Check,
  either,
  isObject,
  listOf,
  options,
  recordOf,
} from '../data/expect.js';
import type { AnyEvent, Received } from '../participant/process.js';

/**
 * A history variable: a fold over the messages sent, which only properties can read. It is not part of any
 * participant, so no machine can come to depend on it. Made by {@link observe}.
 */
export interface Observer<Value, Message extends AnyEvent> {
  readonly initial: Value;
  readonly on: { readonly [Type in Message['type']]?: (value: Value, message: never) => Value };
}

/** History variables of one name, told apart by a key: one for each slot, say. Made by {@link observe}`.each`. */
export type ObserversByKey<Key extends string | number, Value, Message extends AnyEvent> = {
  readonly [One in Key]: Observer<Value, Message>;
};

/**
 * Declares a history variable: its first value, and how each message that is sent changes it.
 *
 * @example
 * const presses = observe<number, { type: 'ping' }>(0, { ping: (count) => count + 1 });
 * presses.initial; // → 0
 */
export function observe<Value, Message extends AnyEvent>(
  initial: Value,
  on: {
    readonly [Type in Message['type']]?: (
      value: Value,
      message: Received<Extract<Message, { type: Type }>>,
    ) => Value;
  },
): Observer<Value, Message> {
  const observer = { initial, on };
  anObserver(observer, 'a history variable');
  return { initial, on: on as Observer<Value, Message>['on'] };
}

/**
 * Declares a history variable for each of some keys; properties read `history.name[key]`. Each is kept by itself, so that their local steps
 * add up, where those of one variable for all keys would multiply.
 *
 * @example
 * const pings = observe.each([1, 2], (round) =>
 *   observe<number, { type: 'ping'; round: number }>(0, {
 *     ping: (count, message) => (message.round === round ? count + 1 : count),
 *   }),
 * );
 * pings[2].initial; // → 0
 */
observe.each = <const Key extends string | number, Value, Message extends AnyEvent>(
  keys: readonly Key[],
  observer: (key: Key) => Observer<Value, Message>,
): ObserversByKey<Key, Value, Message> => {
  listOf(anything)(keys, 'the history variables of observe.each(…)', 'keys');
  aFunction(observer, 'the history variables of observe.each(…)', 'observer');
  return Object.fromEntries(keys.map((key) => [key, observer(key)])) as ObserversByKey<Key, Value, Message>;
};

export type AnyObserver = Observer<unknown, AnyEvent>;
type Declared = { readonly initial: unknown; readonly on: object };
export type Observers = Readonly<Record<string, Declared | Readonly<Record<string | number, Declared>>>>;

/** What properties read of history variables as they are declared. */
export type ValuesOf<History> = {
  readonly [Name in keyof History]: History[Name] extends {
    readonly initial: infer Value;
    readonly on: object;
  }
    ? Value
    : {
        readonly [Key in keyof History[Name]]: History[Name][Key] extends Declared
          ? History[Name][Key]['initial']
          : never;
      };
};

/** A history variable as the checker has it, and where properties find it. */
export type HistoryVariable = AnyObserver & { readonly path: readonly [name: string, key?: string] };

/** The history variables one by one, by name: `votes`, `chosen[1]`. */
export function variablesOf(history: Observers): Readonly<Record<string, HistoryVariable>> {
  const variables = Object.entries(history).flatMap(([name, one]): [string, object][] =>
    isObserver(one)
      ? [[name, { ...one, path: [name] }]]
      : Object.entries(one).map(([key, observer]) => [`${name}[${key}]`, { ...observer, path: [name, key] }]),
  );
  return Object.fromEntries(variables) as Record<string, HistoryVariable>;
}

function isObserver(one: object): one is Declared {
  return 'initial' in one && 'on' in one;
}

// The path is there where a system is made of another one's history variables.
const anObserver: Check = options({ initial: anything, on: recordOf(aFunction) }, { path: anything });

/** History variables by name, each one observer, or several by key. */
export const aHistory: Check = recordOf(
  either(
    'a history variable, made with observe(…) or observe.each(…)',
    [(value) => isObject(value) && isObserver(value), anObserver],
    [isObject, recordOf(anObserver)],
  ),
);
