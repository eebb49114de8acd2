/** How reports write events, and what the book's machines hold. */
import { type Ballot, ballotName as nameInBook } from '#spec/14-the-synod/ballot.js';
import type { Decree, SlotVote } from '#spec/16-the-parliament/messages.js';
import type { TracedMessage, TraceEvent } from '../trace/event.js';
import { plain } from './words.js';

/** `2.n1`, and `2.n1#7` where the proposer is in incarnation 7. */
export function ballotName(ballot: Ballot): string {
  return plain(nameInBook(ballot));
}

/** `3=2.n1:value`: in slot 3, ballot 2.n1. */
export function showVote({ slot, ballot, value }: SlotVote): string {
  return `${slot}=${ballotName(ballot)}:${value}`;
}

export function showDecree({ slot, value }: Decree): string {
  return `${slot}=${value}`;
}

export function showTold({
  decided,
  votes,
}: {
  readonly decided: number;
  readonly votes: readonly SlotVote[];
}): string {
  return `decided through ${decided}, votes ${list(votes.map(showVote))}`;
}

export function showEvent(event: TraceEvent<unknown>): string {
  switch (event.kind) {
    case 'sent':
      return `sent ${typeOf(event.said)} to ${event.to}`;
    case 'received':
      return `received ${typeOf(event.said)} from ${event.from}`;
    case 'writing':
      return `writing ${list(event.batches.flat().map(({ type }) => type))}`;
    default:
      return event.kind;
  }
}

/** What a message says, whoever's part says it. */
export function typeOf(said: TracedMessage<unknown>): string {
  return said.type === 'told' ? said.message.type : said.type;
}

/** The last ones, where there are many. */
export function list(items: readonly string[]): string {
  const left = items.length - SHOWN_MAX;
  return `[${left > 0 ? `${left} more, ` : ''}${items.slice(-SHOWN_MAX).join(', ')}]`;
}

const SHOWN_MAX = 8;
