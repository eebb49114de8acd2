/** The messages of production that chapters 16, 17 and 24 have no words for. No rule rests on them; that they were sent is asked all the same. */
import type { TracedMessage } from '../trace/event.js';

export type Told<Command = unknown> = Extract<TracedMessage<Command>, { readonly type: 'told' }>['message'];

export type ExtraType =
  | 'heartbeat'
  | 'heard'
  | 'poll'
  | 'polled'
  | 'refused'
  | 'catchUp'
  | 'ask'
  | 'frontier'
  | 'release';

/** Each with the reason. */
export const EXTRA: Readonly<Record<ExtraType, string>> = {
  heartbeat: 'keeps a leader in its place: two leaders are safe; leases.ts looks at what it asks for',
  heard: 'keeps a leader in its place; leases.ts looks at what it grants',
  poll: 'asks whether an election is wanted, and promises nothing',
  polled: 'says whether an election is wanted, and promises nothing',
  refused: 'saves a time-out: the leader that hears it stops, as it may at any time',
  catchUp: 'asks for decisions, which may be told at any time',
  ask: 'is about reads, which are chapter 20',
  frontier: 'is about reads, which are chapter 20; leases.ts looks at those by a lease',
  release: 'lets go a lease, and asks another to lead: two leaders are safe',
};

/** A message that the book has a word for. */
export type BookMessage = Exclude<Told, { readonly type: ExtraType }>;

export function isExtra(message: Told): message is Exclude<Told, BookMessage> {
  return Object.hasOwn(EXTRA, message.type);
}
