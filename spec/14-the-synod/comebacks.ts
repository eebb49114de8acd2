/** History: who crashed in the middle of something, came back, and did what. Only properties read it. */
import { type Fault, including, observe } from '#model/index.js';
import { type Ballot, compareBallots, isSameBallot } from './ballot.js';
import type { Message } from './messages.js';

export interface Comebacks {
  /** Who has promised or prepared, and so has something to remember. */
  readonly pledged: readonly string[];
  /** Who has restarted since. */
  readonly restarted: readonly string[];
  /** The ballots in which one of these voted. */
  readonly votedIn: readonly Ballot[];
  /** The ballots in which one of these proposed. */
  readonly proposedIn: readonly Ballot[];
}

const none: Comebacks = { pledged: [], restarted: [], votedIn: [], proposedIn: [] };

/** History: all comebacks of a run. It makes many states of one, so an instance remembers it only if it is asked to. */
export const comebacks = observe<Comebacks, Message | Fault>(none, {
  promise: (past, { from }) => ({ ...past, pledged: including(past.pledged, from) }),
  prepare: (past, { from }) => ({ ...past, pledged: including(past.pledged, from) }),
  'fault.restart': (past, { from }) =>
    past.pledged.includes(from) ? { ...past, restarted: including(past.restarted, from) } : past,
  accepted: (past, { from, ballot }) =>
    past.restarted.includes(from) ? { ...past, votedIn: withBallot(past.votedIn, ballot) } : past,
  accept: (past, { from, ballot }) =>
    past.restarted.includes(from) ? { ...past, proposedIn: withBallot(past.proposedIn, ballot) } : past,
});

/** The same variable where nothing is remembered. */
export const noComebacks = observe<Comebacks, Message | Fault>(none, {});

function withBallot(ballots: readonly Ballot[], ballot: Ballot): readonly Ballot[] {
  if (ballots.some((other) => isSameBallot(ballot, other))) return ballots;
  return [...ballots, ballot].sort(compareBallots);
}
