/** Whether a ballot that a message names can be: of whoever says so, or of whom it is said. */
import { type Ballot, showBallot } from './ballot.js';
import { type Member, memberOf } from './configuration.js';
import { expect } from './invalid-input.js';
import { isNodeId, type NodeId } from './node-id.js';
import type { Replica } from './replica-state.js';
import { isSlot } from './slot.js';
import { RoundViolation } from './violation.js';

type Known = Pick<Replica<unknown, unknown, unknown>, 'leader' | 'log'>;

/**
 * No cluster comes so far: with a ballot every microsecond it takes 142 years. A node that has heard of this very round still has numbers
 * above it, and does not stop at its next election; but the others refuse what it then begins, and go on without it.
 */
const ROUND_MAX = 2 ** 52;

/** A ballot of the sender, who has to be a voter to have one. */
export function validateOwn(replica: Known, from: NodeId, ballot: Ballot): void {
  validateBallot(replica, ballot);
  const isOwn = membersNamed(replica, from).some(
    ({ part, incarnation }) => part === 'voter' && incarnation === (ballot.incarnation ?? 0),
  );
  expect(ballot.proposer === from && isOwn, 'ballot', () => ({
    expected: `a ballot of ${from} in the incarnation that is a voter`,
    got: showBallot(ballot),
    likelyCause:
      'a node whose disk was wiped and that came back under its old name, or an observer that prepares',
  }));
}

/** The answer to a ballot of this node. */
export function validateAnswer(replica: Known, ballot: Ballot): void {
  validateBallot(replica, ballot);
  expect(ballot.proposer === replica.leader.id, 'ballot', () => ({
    expected: `an answer to a ballot of ${replica.leader.id}`,
    got: `one to ${showBallot(ballot)}`,
    likelyCause: 'a message that was sent to the wrong node',
  }));
}

/**
 * A ballot of whomever. Its proposer need not be a member that is known here: it may have been removed since, or the change that has
 * added it may not have come yet.
 */
export function validateBallot({ leader }: Known, ballot: Ballot): void {
  const { round, proposer, incarnation = 0 } = ballot;
  const isPossible = isSlot(round) && round <= ROUND_MAX && isNodeId(proposer) && isLife(incarnation);
  expect(isPossible, 'ballot', () => ({
    expected: `a ballot with a round from 1 to ${ROUND_MAX}, and a node in one of its incarnations as its proposer`,
    got: showBallot(ballot),
    likelyCause: 'a message that was damaged, or made by another program',
  }));
  const isOwn = proposer === leader.id && incarnation === leader.incarnation;
  if (isOwn && round > leader.round) throw new RoundViolation(ballot, leader.round);
}

/** The members of that name in all configurations that are known here. */
export function membersNamed({ log }: Pick<Known, 'log'>, id: NodeId): readonly Member[] {
  return log.configurations
    .map(({ configuration }) => memberOf(configuration, id))
    .filter((member) => member !== undefined);
}

function isLife(incarnation: number): boolean {
  return Number.isSafeInteger(incarnation) && incarnation >= 0;
}
