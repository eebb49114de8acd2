/** How reports write what the book's machines hold. */
import { ballotName } from '#spec/14-the-synod/ballot.js';
import type { Decree, SlotVote } from '#spec/16-the-parliament/messages.js';

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

/** The last ones, where there are many. */
export function list(items: readonly string[]): string {
  const left = items.length - SHOWN_MAX;
  return `[${left > 0 ? `${left} more, ` : ''}${items.slice(-SHOWN_MAX).join(', ')}]`;
}

const SHOWN_MAX = 8;
