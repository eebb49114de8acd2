/** The refinement: seen in one slot, the Parliament is Voting. */
import type { Property } from '#model/index.js';
import { ballotsWithin } from '../14-the-synod/ballot.js';
import type { Election } from '../15-why-it-is-right/election.js';
import { refinesVoting } from '../15-why-it-is-right/refinements.js';
import { NO_OP, type Slot } from './messages.js';
import type { ParliamentState } from './parliament.js';
import { nodesOf, quorumsOf, type Size } from './size.js';

/** The election that is held in each slot. */
export function electionOf(size: Size): Election {
  const commands = Object.values(size.commands).flat();
  return {
    acceptors: nodesOf(size),
    values: [...new Set([...commands, NO_OP])],
    ballots: ballotsWithin(size.rounds),
    quorums: { phase1: quorumsOf(size), phase2: quorumsOf(size) },
  };
}

// #region refinement
/** The promises are those of the acceptors, the same in all slots; the votes are those cast in this one. */
export function slotRefinesVoting(slot: Slot, size: Size): Property<ParliamentState> {
  return refinesVoting(`slot ${slot} refines Voting`, electionOf(size), (state) => ({
    votes: state.history.votes[slot] ?? [],
    promised: Object.fromEntries(
      state.node.map(({ id, context }) => [id, context.acceptor.promised] as const),
    ),
  }));
}
// #endregion
