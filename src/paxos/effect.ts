/**
 * What a role asks of its node. A step returns effects and performs none.
 *
 * The node performs them in order, and a `persist` is complete, durable through a crash, before anything after it is
 * begun. A crash between two effects loses the rest, which is no more than messages lost.
 */
import type { NodeId } from './node-id.js';

/** Keep the record durably, in one piece, in place of the one before: it is what the role is started with again. */
export interface Persist<Record> {
  readonly type: 'persist';
  readonly record: Record;
}

/** Hand the message to the transport, which may lose, repeat, delay and reorder it. */
export interface Send<Message> {
  readonly type: 'send';
  readonly to: Address;
  readonly message: Message;
}

/** One node, or every node that has a role, the sender included where it has it. */
export type Address = { readonly node: NodeId } | { readonly role: Role };

export type Role = 'proposer' | 'acceptor' | 'learner' | 'client';

/**
 * Set the role's one timer, in place of what it was set to; when it runs out, the role is given a `timeout`. How long
 * is the node's to say, since safety never depends on it: not at all for `none`; for `backOff` longer than a round
 * takes, at random, and the longer the more rounds have failed, or proposers may overtake each other for ever.
 */
export interface SetTimer {
  readonly type: 'setTimer';
  readonly wait: 'none' | 'backOff';
}

/** What a role becomes, and what it asks for, in order. */
export type Step<State, Effect> = readonly [state: State, effects: readonly Effect[]];

export function persist<Record>(record: Record): Persist<Record> {
  return { type: 'persist', record };
}

export function send<Message>(to: Address, message: Message): Send<Message> {
  return { type: 'send', to, message };
}
