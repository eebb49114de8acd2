/** History: for each slot, every vote ever cast in it. Only properties read it; no participant can. */
import { observe } from '#model/index.js';
import { type CastVote, withVote } from '../14-the-synod/history.js';
import type { Message, Slot } from './messages.js';

/** History: all votes ever cast in that slot, a set, sorted by ballot, value and acceptor. */
export function votesEverCastIn(slot: Slot) {
  return observe<readonly CastVote[], Message<'accepted'>>([], {
    accepted: (votes, { from, slot: at, ballot, value }) =>
      at === slot ? withVote(votes, { acceptor: from, ballot, value }) : votes,
  });
}
