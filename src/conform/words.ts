/** What production's words are in the book: ballots, votes, values. */
import type { Ballot as BookBallot } from '#spec/14-the-synod/ballot.js';
import { type SlotVote as BookVote, NO_OP } from '#spec/16-the-parliament/messages.js';
import { type Ballot, showBallot } from '../paxos/ballot.js';
import { type Configuration, memberOf } from '../paxos/configuration.js';
import type { Decree } from '../paxos/decree.js';
import type { SlotVote } from '../paxos/log-message.js';
import { digestOf } from '../trace/digest.js';
import { InvalidTrace } from './refusal.js';

/** A proposer of the book has one life: that of the member. Another life of the same name is another proposer. */
export function ballotOf(ballot: Ballot, members: Configuration): BookBallot {
  const { round, proposer, incarnation = 0 } = ballot;
  const isMember = memberOf(members, proposer)?.incarnation === incarnation;
  return { round, proposer: isMember ? proposer : showBallot(ballot).slice(`${round}.`.length) };
}

export function voteOf({ slot, ballot, value }: SlotVote<unknown>, members: Configuration): BookVote {
  return { slot, ballot: ballotOf(ballot, members), value: wordOf(value) };
}

/** A decree is one value, however many commands it has. */
export function wordOf(decree: Decree<unknown>): string {
  if (decree.type === 'noOp') return NO_OP;
  if (decree.type === 'configuration')
    throw new InvalidTrace(
      'expected a cluster whose members stay the same, as in chapters 16 and 17; got a decree that changes them',
    );
  return brief(decree);
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
