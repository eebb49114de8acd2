/** How traces write what the Parliament is about. */
import { ballotName } from '../14-the-synod/ballot.js';
import { show as showInChapter15 } from '../15-why-it-is-right/show.js';
import type { Report } from './leader.js';
import type { Decree, SlotVote } from './messages.js';

/** `2=olives` for a decree in slot 2, `2=1.n1:olives` for a vote there; reports by their acceptor's name; the rest as in chapter 15. */
export function show(value: unknown): string | undefined {
  if (hasKeys<SlotVote>(value, 'slot', 'ballot', 'value'))
    return `${value.slot}=${ballotName(value.ballot)}:${value.value}`;
  if (hasKeys<Decree>(value, 'slot', 'value')) return `${value.slot}=${value.value}`;
  if (hasKeys<Report>(value, 'acceptor', 'votes'))
    return [value.acceptor, ...value.votes.map((vote) => show(vote)!)].join(' ');
  return showInChapter15(value);
}

function hasKeys<Shape>(value: unknown, ...keys: readonly (keyof Shape)[]): value is Shape {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === keys.length && keys.every((key) => key in value);
}
