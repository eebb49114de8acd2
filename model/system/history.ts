/** History variables: what properties may remember of the messages sent. */
import type { AnyEvent, Received } from '../participant/process.js';

/**
 * A history variable: a fold over the messages sent, which only properties can read. It is not part of any
 * participant, so no machine can come to depend on it. Made by {@link observe}.
 */
export interface Observer<Value, Message extends AnyEvent> {
  readonly initial: Value;
  readonly on: { readonly [Type in Message['type']]?: (value: Value, message: never) => Value };
}

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
  return { initial, on: on as Observer<Value, Message>['on'] };
}

export type AnyObserver = Observer<unknown, AnyEvent>;
export type Observers = Readonly<Record<string, { readonly initial: unknown }>>;
