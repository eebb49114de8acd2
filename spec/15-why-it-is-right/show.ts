/** How traces write votes when it matters whose they are. */
import { ballotName } from '../14-the-synod/ballot.js';
import type { CastVote } from '../14-the-synod/history.js';
import { show as showInChapter14 } from '../14-the-synod/show.js';

/** `1.p1:olives by a1` for a vote; the rest as in chapter 14. */
export function show(value: unknown): string | undefined {
  if (!isCastVote(value)) return showInChapter14(value);
  return `${ballotName(value.ballot)}:${value.value} by ${value.acceptor}`;
}

function isCastVote(value: unknown): value is CastVote {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).sort().join() === 'acceptor,ballot,value';
}
