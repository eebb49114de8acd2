/**
 * The acceptor: the protocol's memory.
 *
 * Its two rules are P1a of Lamport, "Paxos Made Simple" (2001), §2.2: it votes in a ballot if and only if it has not
 * promised a higher one, and a promise tells the last vote.
 */
import { match } from 'ts-pattern';
import { type Ballot, isAbove, isAtLeast, sameBallot, showBallot } from './ballot.js';
import { type Persist, persist, type Send, type Step, send } from './effect.js';
import type {
  AcceptedMessage,
  AcceptMessage,
  PrepareMessage,
  PromiseMessage,
  Received,
  Vote,
} from './message.js';
import type { NodeId } from './node-id.js';
import { assertPossible } from './refusal.js';
import { assertOneValue, RecordViolation } from './violation.js';

/** An acceptor's state, all of it durable: it is also the record that is persisted. */
export interface Acceptor<Value> {
  /** The highest ballot heard of, in a prepare or an accept. Never becomes lower. */
  readonly promised: Ballot | null;
  /** The vote in the highest ballot voted in, which is at most `promised`. */
  readonly vote: Vote<Value> | null;
}

export type AcceptorInput<Value> = Received<PrepareMessage | AcceptMessage<Value>>;

export type AcceptorEffect<Value> =
  | Persist<Acceptor<Value>>
  | Send<PromiseMessage<Value> | AcceptedMessage<Value>>;

/**
 * An acceptor at its first start, or started again from its last record.
 *
 * @throws RecordViolation where the record has a vote that its promise would have forbidden.
 *
 * @example
 * startAcceptor(); // → { promised: null, vote: null }
 */
export function startAcceptor<Value>(
  record: Acceptor<Value> = { promised: null, vote: null },
): Acceptor<Value> {
  const { promised, vote } = record;
  if (vote !== null && isAbove(vote.ballot, promised))
    throw new RecordViolation(
      'a vote in a ballot that is at most the promised one',
      `a vote in ballot ${showBallot(vote.ballot)}, and ${promised ? showBallot(promised) : 'nothing'} promised`,
    );
  return { promised, vote };
}

/**
 * An acceptor's answer to one message.
 *
 * @throws BallotViolation where it is to vote for a second value in a ballot.
 * @throws InvalidInput where the message is of another role's type, or its ballot is impossible.
 *
 * @example
 * const ballot = { round: 1, proposer: nodeId('p1') };
 * const [acceptor, effects] = stepAcceptor(startAcceptor<string>(), { type: 'message', from: nodeId('p1'), message: { type: 'prepare', ballot } });
 * acceptor; // → { promised: ballot, vote: null }
 * effects.map(({ type }) => type); // → ['persist', 'send']
 */
export function stepAcceptor<Value>(
  acceptor: Acceptor<Value>,
  { from, message }: AcceptorInput<Value>,
): Step<Acceptor<Value>, AcceptorEffect<Value>> {
  assertPossible(message, 'prepare', 'accept');
  return (
    match(message)
      .returnType<Step<Acceptor<Value>, AcceptorEffect<Value>>>()
      .with(
        { type: 'prepare' },
        ({ ballot }) => isAbove(ballot, acceptor.promised),
        ({ ballot }) => promise(acceptor, ballot, from),
      )
      // Promised already, this or a higher ballot. Its promise is lost or under way; the next round makes up for it.
      .with({ type: 'prepare' }, () => [acceptor, []])
      .with(
        { type: 'accept' },
        ({ ballot }) => isAtLeast(ballot, acceptor.promised),
        ({ ballot, value }) => accept(acceptor, { ballot, value }),
      )
      // A higher ballot has the promise not to vote in this one.
      .with({ type: 'accept' }, () => [acceptor, []])
      .exhaustive()
  );
}

function promise<Value>(
  { vote }: Acceptor<Value>,
  ballot: Ballot,
  proposer: NodeId,
): Step<Acceptor<Value>, AcceptorEffect<Value>> {
  const promised = { promised: ballot, vote };
  return [promised, [persist(promised), send({ node: proposer }, { type: 'promise', ballot, vote })]];
}

/** Votes. That the vote raises the promise too is not for this ballot, but for the lower ones still under way. */
function accept<Value>(
  acceptor: Acceptor<Value>,
  vote: Vote<Value>,
): Step<Acceptor<Value>, AcceptorEffect<Value>> {
  if (acceptor.vote !== null && sameBallot(acceptor.vote.ballot, vote.ballot))
    assertOneValue(acceptor.vote, vote);
  const voted = { promised: vote.ballot, vote };
  return [voted, [persist(voted), send({ role: 'learner' }, { type: 'accepted', ...vote })]];
}
