/** The words of this chapter: what is stored of a value, and the messages of a round. */
import type { Decided, Request, Value } from '../01-one-server/messages.js';

// #region stored
/** A value as a slave keeps it: together with the round in which it was written. */
export interface Stored {
  /** The round's number, from 1. */
  readonly round: number;
  readonly value: Value;
}
// #endregion

// #region messages
type RoundMessage =
  /** Master to slaves: what have you stored? */
  | { readonly type: 'read'; readonly round: number }
  /** Slave to master: this is what I stored last, if I ever stored anything. */
  | { readonly type: 'answer'; readonly round: number; readonly stored: Stored | null }
  /** Master to slaves: store this. */
  | { readonly type: 'write'; readonly round: number; readonly value: Value }
  /** Slave to master: I have stored what you wrote. */
  | { readonly type: 'written'; readonly round: number; readonly value: Value };
// #endregion

/** The message of that type, or the union of the messages of these types. */
export type Message<Type extends AnyMessage['type']> = Extract<AnyMessage, { type: Type }>;

/** Between a client and its master there is nothing new. */
type AnyMessage = RoundMessage | Request | Decided;

/** How traces write what is stored: `1:olives` is olives, written in round 1. */
export function showStored(value: unknown): string | undefined {
  return isStored(value) ? `${value.round}:${value.value}` : undefined;
}

function isStored(value: unknown): value is Stored {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 2 &&
    'round' in value &&
    'value' in value
  );
}
