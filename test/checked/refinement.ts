/** Seen in one slot, what disks have is Voting, as it is for chapter 16. */
import { type Property, refines } from '#model/index.js';
import { type CastVote, withVote } from '#spec/14-the-synod/history.js';
import { actionBetween } from '#spec/15-why-it-is-right/refinements.js';
import { successor } from '#spec/15-why-it-is-right/successor.js';
import { beforeAnyVote, type Voting, votingMachineOf } from '#spec/15-why-it-is-right/voting.js';
import { electionOf } from '#spec/16-the-parliament/refinement.js';
import type { Ballot } from '#src/paxos/ballot.js';
import { sameValue } from '#src/paxos/value.js';
import { idsOf, type Size, slotsOf } from './node.js';
import type { ReplicasState } from './replica-system.js';
import { wordOf } from './words.js';

/** A step may be several of Voting, since what is told at once makes others vote within it. */
export function slotRefinesVoting(slot: number, size: Size): Property<ReplicasState> {
  const election = electionWithin(size);
  const machine = votingMachineOf(election);
  const leadsTo = (before: Voting, after: Voting): boolean => {
    const action = actionBetween(before, after);
    if (action === undefined) return sameValue(before, after);
    const next = successor(machine, before, action);
    return next !== undefined && leadsTo(next, after);
  };
  return refines(`slot ${slot} refines Voting`, {
    image: (state: ReplicasState) => votingIn(state, slot),
    initial: (voting) => sameValue(voting, beforeAnyVote(election)),
    step: leadsTo,
  });
}

function votingIn({ messages, node }: ReplicasState, slot: number): Voting {
  const votes = messages('kept').filter(({ vote }) => vote.slot === slot);
  return {
    votes: votes.reduce<readonly CastVote[]>(
      (cast, { from, vote: { ballot, value } }) =>
        withVote(cast, { acceptor: from, ballot: bookBallot(ballot), value: wordOf(value) }),
      [],
    ),
    promised: Object.fromEntries(
      node.map(({ id, context: { kept } }) => [id, kept.promised && bookBallot(kept.promised)]),
    ),
  };
}

/** Nobody begins more ballots than all elections together. */
function electionWithin(size: Size) {
  const rounds = Object.values(size.elections).reduce((sum, elections) => sum + elections, 0);
  return electionOf({
    rounds: Object.fromEntries(idsOf(size).map((id) => [id, rounds])),
    slots: slotsOf(size).length,
    commands: size.nonces,
  });
}

/** The book's nodes have one life. */
function bookBallot({ round, proposer }: Ballot) {
  return { round, proposer };
}
