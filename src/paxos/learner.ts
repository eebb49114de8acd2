/** The learner: counts votes, and tells what is chosen. */
import { type Ballot, compareBallots, sameBallot } from './ballot.js';
import { type Send, type Step, send } from './effect.js';
import type { AcceptedMessage, DecidedMessage, Received, Vote } from './message.js';
import { including, type NodeId } from './node-id.js';
import { hasQuorum, isAcceptor, type Quorums } from './quorum.js';
import { assertPossible } from './refusal.js';
import { sameValue } from './value.js';
import { AgreementViolation, assertOneValue } from './violation.js';

/** A learner's state. None of it is durable: what was chosen can be learned again. */
export interface Learner<Value> {
  readonly quorums: Quorums;
  /** Votes for values that are not learned, by ballot, lowest first. */
  readonly tallies: readonly Tally<Value>[];
  /** The value learned, with the ballot in which a quorum of votes for it was first seen. Never changes once set. */
  readonly learned: Vote<Value> | null;
}

/** Who voted in one ballot; a ballot has one value. */
export interface Tally<Value> {
  readonly ballot: Ballot;
  readonly value: Value;
  /** Sorted, without repeats; fewer than a quorum. */
  readonly voters: readonly NodeId[];
}

export type LearnerInput<Value> = Received<AcceptedMessage<Value>>;

export type LearnerEffect<Value> = Send<DecidedMessage<Value>>;

/**
 * A learner that has heard nothing yet: nothing of it is durable, since votes can be told again.
 *
 * @param quorums how many votes choose a value, and whose count.
 *
 * @example
 * startLearner({ quorums: majorities([nodeId('a1')]) }).learned; // → null
 */
export function startLearner<Value>({ quorums }: { readonly quorums: Quorums }): Learner<Value> {
  return { quorums, tallies: [], learned: null };
}

/**
 * A learner's answer to one vote. It goes on listening after it has learned: it is the cluster's witness that no second
 * value is chosen.
 *
 * @throws BallotViolation where two values have votes in one ballot.
 * @throws AgreementViolation where a second value is chosen.
 * @throws InvalidInput where the message is of another role's type, or its ballot is impossible.
 *
 * @example
 * const ballot = { round: 1, proposer: nodeId('p1') };
 * const vote = { type: 'accepted', ballot, value: 'olives' } as const;
 * const learner = startLearner<string>({ quorums: majorities([nodeId('a1')]) });
 * const [{ learned }] = stepLearner(learner, { type: 'message', from: nodeId('a1'), message: vote });
 * learned; // → { ballot, value: 'olives' }
 */
export function stepLearner<Value>(
  learner: Learner<Value>,
  { from, message }: LearnerInput<Value>,
): Step<Learner<Value>, LearnerEffect<Value>> {
  assertPossible(message, 'accepted');
  const { ballot, value } = message;
  // Otherwise learned already, or from a node that is no acceptor.
  return isNews(learner, from, message) ? count(learner, from, { ballot, value }) : [learner, []];
}

function isNews<Value>({ quorums, learned }: Learner<Value>, from: NodeId, { value }: Vote<Value>): boolean {
  return isAcceptor(quorums, from) && !(learned !== null && sameValue(learned.value, value));
}

function count<Value>(
  learner: Learner<Value>,
  voter: NodeId,
  { ballot, value }: Vote<Value>,
): Step<Learner<Value>, LearnerEffect<Value>> {
  const { quorums, tallies, learned } = learner;
  if (learned !== null && sameBallot(learned.ballot, ballot)) assertOneValue(learned, { ballot, value });
  const before = tallies.find((tally) => sameBallot(tally.ballot, ballot));
  if (before !== undefined) assertOneValue(before, { ballot, value });
  const tally = { ballot, value, voters: including(before?.voters ?? [], voter) };
  if (!hasQuorum(quorums, 'phase2', tally.voters)) {
    const others = tallies.filter((other) => other !== before);
    return [{ ...learner, tallies: [...others, tally].sort(byBallot) }, []];
  }
  if (learned !== null) throw new AgreementViolation(learned, { ballot, value });
  return [
    {
      quorums,
      tallies: tallies.filter((other) => !sameValue(other.value, value)),
      learned: { ballot, value },
    },
    [send({ role: 'client' }, { type: 'decided', value })],
  ];
}

function byBallot(a: Tally<unknown>, b: Tally<unknown>): number {
  return compareBallots(a.ballot, b.ballot);
}
