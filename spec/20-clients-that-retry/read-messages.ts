/** The messages of quorum reads: the votes and decisions of chapter 16, without ballots, and what readers ask. */
import type { Decree, Slot } from '../16-the-parliament/messages.js';
import type { Order } from './shop.js';

// #region messages
type AnyMessage =
  /** Leader to replicas, phase 2: vote for this order in this slot. */
  | ({ readonly type: 'accept' } & Decree)
  /** Replica to leader: I voted in this slot. */
  | { readonly type: 'accepted'; readonly slot: Slot }
  /** Leader to replicas: this is decided. */
  | ({ readonly type: 'decided' } & Decree)
  /** Leader to its user, who is nobody here: your order has this place. */
  | { readonly type: 'served'; readonly order: Order; readonly place: number }
  /** Reader to the other replicas: how far may anything be decided? The number is the reader's own. */
  | { readonly type: 'ask'; readonly read: number }
  /** Replica to reader: I have voted in no slot above this one, and know of no decision above it. */
  | { readonly type: 'frontier'; readonly read: number; readonly last: Slot }
  /** Reader to its user: the shop has taken so many orders. */
  | { readonly type: 'told'; readonly orders: number };
// #endregion

/** The message of that type, or the union of the messages of these types. */
export type ReadMessage<Type extends AnyMessage['type'] = AnyMessage['type']> = Extract<
  AnyMessage,
  { type: Type }
>;
