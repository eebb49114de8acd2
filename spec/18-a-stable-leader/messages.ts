/** The messages of chapter 16, and those by which leases are asked for, granted and used. */
import type { Ballot } from '../14-the-synod/ballot.js';
import type { Value } from '../14-the-synod/messages.js';
import type { Message as MessageOfChapter16, Slot } from '../16-the-parliament/messages.js';

/** A stretch of time, counted on somebody's own clock. */
export type Ticks = number;

// #region messages
type NewMessage =
  /** Leader to its own node: I lead in this ballot, and what was reported to me goes up to this slot. */
  | { readonly type: 'leads'; readonly ballot: Ballot; readonly through: Slot }
  /** Node to acceptors: for a while, promise nothing to anybody else. It is my request of that number in this ballot. */
  | { readonly type: 'ask'; readonly ballot: Ballot; readonly number: number }
  /** Acceptor to the node that asked: your request of that number is granted. */
  | { readonly type: 'granted'; readonly number: number }
  /** Node to acceptors: I count on nothing any more that you granted for my request of that number, or for an earlier one. */
  | { readonly type: 'release'; readonly number: number }
  /** Node to the client that gave it this command: it is executed. */
  | { readonly type: 'done'; readonly value: Value }
  /** Node to a client that reads: these were executed, and nothing else. */
  | { readonly type: 'answer'; readonly values: readonly Value[] }
  /** Time to nodes: the clock by which you count your lease has gone on by one. */
  | { readonly type: 'leaseTick' }
  /** Time to acceptors: the clock by which you count your grant has gone on by one. */
  | { readonly type: 'grantTick' };
// #endregion

type AnyMessage = NewMessage | MessageOfChapter16;

/** The message of that type, or the union of the messages of these types. */
export type Message<Type extends AnyMessage['type'] = AnyMessage['type']> = Extract<
  AnyMessage,
  { type: Type }
>;
