/** The messages of the chapter. Requests go through the log; what the service says goes straight to the client. */
import type { Order } from './shop.js';

/** A session is named by a number that no other session ever has: in a log, the slot of the decree that opened it. */
export type Session = number;

/** A request's name: its session, and its number in it, from 1 on. */
export interface RequestName {
  readonly session: Session;
  readonly number: number;
}

// #region messages
type AnyMessage =
  /** Client to service: open a session for me, after this one (0: I have had none). */
  | { readonly type: 'open'; readonly after: Session }
  /** Service to client: this session is yours. */
  | { readonly type: 'opened'; readonly session: Session }
  /** Client to service: please take this order. I have the answers to all requests up to that number. */
  | ({ readonly type: 'request'; readonly order: Order; readonly answered: number } & RequestName)
  /** Service to client: your order is the one of this place in the shop's list. */
  | ({ readonly type: 'answer'; readonly place: number } & RequestName)
  /** Service to client: your session is over. Whether I took this order before, I do not know any more. */
  | ({ readonly type: 'refused' } & RequestName)
  /** Client to its user, who is nobody here: your order has this place. */
  | { readonly type: 'served'; readonly order: Order; readonly place: number };
// #endregion

/** The message of that type, or the union of the messages of these types. */
export type Message<Type extends AnyMessage['type'] = AnyMessage['type']> = Extract<
  AnyMessage,
  { type: Type }
>;

export function isSameRequest(one: RequestName, other: RequestName): boolean {
  return one.session === other.session && one.number === other.number;
}
