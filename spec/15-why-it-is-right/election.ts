/** The constants of an election: who may vote, for what, in which ballots, and whose common word is enough. */
import { type Ballot, ballotsWithin } from '../14-the-synod/ballot.js';
import type { Value } from '../14-the-synod/messages.js';
import type { Quorums } from '../14-the-synod/quorum.js';
import { acceptorsOf, quorumsOf, type Size } from '../14-the-synod/size.js';

export interface Election {
  readonly acceptors: readonly string[];
  readonly values: readonly Value[];
  /** All there are, from the lowest to the highest. */
  readonly ballots: readonly Ballot[];
  /** Those of phase 1 show that a value is safe, those of phase 2 choose it. As in chapter 14, nothing makes them meet. */
  readonly quorums: Quorums;
}

/** The election that a Synod of that size holds; the ballots need to be given only where they are not those of its proposers. */
export function electionOf(size: Size, ballots: readonly Ballot[] = ballotsWithin(size.rounds)): Election {
  const values = [...new Set(Object.values(size.requests))];
  return { acceptors: acceptorsOf(size), values, ballots, quorums: quorumsOf(size) };
}
