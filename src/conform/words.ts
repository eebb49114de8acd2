/** What production's words are in the book: ballots, votes, values. */
import type { Ballot as BookBallot } from '#spec/14-the-synod/ballot.js';
import { type SlotVote as BookVote, NO_OP } from '#spec/16-the-parliament/messages.js';
import type { Ballot } from '../paxos/ballot.js';
import type { Decree } from '../paxos/decree.js';
import type { SlotVote } from '../paxos/log-message.js';
import { digestOf } from '../trace/digest.js';

/** A node of the book has one life. Its next one is another node, whose name comes after those of the lives before it. */
export function lifeOf(node: string, incarnation: number): string {
  return incarnation === 0 ? node : `${node}#${String(incarnation).padStart(DIGITS, '0')}`;
}

export function nodeOf(life: string): string {
  return life.replace(/#.*/, '');
}

/** What a safe integer has at most. */
const DIGITS = 16;

/** As production writes it. */
export function plain(life: string): string {
  return life.replace(/#0+/, '#');
}

export function ballotOf({ round, proposer, incarnation = 0 }: Ballot): BookBallot {
  return { round, proposer: lifeOf(proposer, incarnation) };
}

export function voteOf({ slot, ballot, value }: SlotVote<unknown>): BookVote {
  return { slot, ballot: ballotOf(ballot), value: wordOf(value) };
}

/** A decree is one value, however many commands it has. */
export function wordOf(decree: Decree<unknown>): string {
  return decree.type === 'noOp' ? NO_OP : brief(decree);
}

/** A text that is the same for the same plain data, whatever the order of its keys, and for no other; a long one ends in a digest. */
export function brief(value: unknown): string {
  const text = JSON.stringify(value, sorted);
  return text.length <= BRIEF ? text : `${text.slice(0, BEGINNING)}…${digestOf(text)}`;
}

const BRIEF = 120;
const BEGINNING = 50;

function sorted(_: string, item: unknown): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
  return Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)));
}
