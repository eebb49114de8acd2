/**
 * What a new leader has to propose: for each slot the decree that a quorum's promises bind it to.
 *
 * It is P2c of Lamport, "Paxos Made Simple" (2001), §2.2, for each slot, and §3 for the holes: a slot below one that was voted
 * in, with no vote reported, is free, and filled with a no-op.
 */
import { isAbove, sameBallot } from './ballot.js';
import { type Decree, NO_OP } from './decree.js';
import { decidedThrough, isDecided, type Log } from './log.js';
import type { Proposal, SlotVote } from './log-message.js';
import { slotsAfter } from './slot.js';
import { assertOneValue } from './violation.js';

/** What one acceptor told in its promise. */
export interface LogPromised<Command> {
  readonly decided: number;
  readonly votes: readonly SlotVote<Command>[];
}

/**
 * The proposals for every open slot through the last one that was voted in, by slot.
 *
 * @param log knows at least as much as every one of the promises.
 * @throws BallotViolation where two values are reported for one ballot of a slot.
 *
 * @example
 * const ballot = { round: 1, proposer: nodeId('n1') };
 * const vote = { slot: slot(2), ballot, value: { type: 'batch', requests: [] } } as const;
 * const member = { id: nodeId('n1'), incarnation: 0, part: 'voter' } as const;
 * const log = startLog({ alpha: 2, configuration: configuration({ id: configurationId(1), members: [member] }) });
 * adopted([{ decided: 0, votes: [vote] }], log).map(({ value }) => value.type); // → ['noOp', 'batch']
 */
export function adopted<Command>(
  promises: readonly LogPromised<Command>[],
  log: Log<Command>,
): readonly Proposal<Command>[] {
  const votes = promises.flatMap((promise) => promise.votes);
  const last = Math.max(0, ...votes.map(({ slot }) => slot));
  return slotsAfter(decidedThrough(log), last)
    .filter((slot) => !isDecided(log, slot))
    .map((slot) => ({ slot, value: highest(votes.filter((vote) => vote.slot === slot)) ?? NO_OP }));
}

/** The value of the vote in the highest ballot; undefined where there is no vote. */
function highest<Command>(votes: readonly SlotVote<Command>[]): Decree<Command> | undefined {
  return votes.reduce<SlotVote<Command> | undefined>((before, vote) => {
    if (before === undefined) return vote;
    if (sameBallot(vote.ballot, before.ballot)) assertOneValue(before, vote);
    return isAbove(vote.ballot, before.ballot) ? vote : before;
  }, undefined)?.value;
}
