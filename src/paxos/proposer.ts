/**
 * The proposer: asks a quorum what it may propose, then proposes it.
 *
 * The rule for the value is P2c of Lamport, "Paxos Made Simple" (2001), §2.2: that of the highest vote that a quorum
 * reports, and its own only where none is reported.
 */
import { match } from 'ts-pattern';
import { type Ballot, isAbove, sameBallot } from './ballot.js';
import { type Persist, persist, type Send, type SetTimer, type Step, send } from './effect.js';
import type {
  AcceptMessage,
  PrepareMessage,
  PromiseMessage,
  Received,
  RequestMessage,
  Timeout,
  Vote,
} from './message.js';
import { compareNodeIds, type NodeId } from './node-id.js';
import { hasQuorum, isAcceptor, type Quorums } from './quorum.js';
import { assertPossible } from './refusal.js';
import { assertOneValue, RecordViolation, roundAfter } from './violation.js';

/** A proposer's state, by the phase of its round. Of it only `round` is durable. */
export type Proposer<Value> = Idle<Value> | Preparing<Value> | Accepting<Value>;

interface Always {
  /** Its own name, which makes its ballots its own. */
  readonly id: NodeId;
  readonly quorums: Quorums;
  /** The last round used, 0 for none. Durable before the round's first message is sent, and never used again. */
  readonly round: number;
}

/** Has begun no round since it was started. */
export interface Idle<Value> extends Always {
  readonly phase: 'idle';
  /** The first request it was given, and the only one it takes. */
  readonly request: RequestMessage<Value> | null;
}

/** Phase 1: waits for a quorum of promises. */
export interface Preparing<Value> extends Always {
  readonly phase: 'preparing';
  readonly request: RequestMessage<Value>;
  /** The promises for its ballot, by acceptor, each acceptor once; fewer than a quorum. */
  readonly promises: readonly Promised<Value>[];
}

/** Phase 2: has proposed, once and for all in this ballot. */
export interface Accepting<Value> extends Always {
  readonly phase: 'accepting';
  readonly request: RequestMessage<Value>;
}

/** What an acceptor told in its promise. */
export interface Promised<Value> {
  readonly acceptor: NodeId;
  readonly vote: Vote<Value> | null;
}

/** What a proposer has to remember through a crash. */
export interface ProposerRecord {
  /** The last round used: a whole number from 0. */
  readonly round: number;
}

export interface ProposerOptions {
  readonly id: NodeId;
  readonly quorums: Quorums;
  /** Its last record, where it is started again. */
  readonly record?: ProposerRecord;
}

export type ProposerInput<Value> = Received<RequestMessage<Value> | PromiseMessage<Value>> | Timeout;

export type ProposerEffect<Value> =
  | Persist<ProposerRecord>
  | Send<PrepareMessage | AcceptMessage<Value>>
  | SetTimer;

type ProposerStep<Value> = Step<Proposer<Value>, ProposerEffect<Value>>;

/**
 * A proposer at its first start, or started again from its last record.
 *
 * @throws RecordViolation where the record's round is not a whole number from 0.
 *
 * @example
 * const proposer = startProposer<string>({ id: nodeId('p1'), quorums: majorities([nodeId('a1')]) });
 * proposer.phase; // → 'idle'
 */
export function startProposer<Value>({ id, quorums, record }: ProposerOptions): Proposer<Value> {
  const round = record?.round ?? 0;
  if (!Number.isSafeInteger(round) || round < 0)
    throw new RecordViolation('a round that is a whole number from 0', `round ${round}`);
  return { id, quorums, round, phase: 'idle', request: null };
}

/**
 * A proposer's answer to a message, or to its timer.
 *
 * @throws BallotViolation where acceptors report two values of one ballot.
 * @throws RoundsExhausted where its next round would not be a safe integer.
 * @throws InvalidInput where the message is of another role's type, its ballot is impossible, or it reports a vote that
 *   is not below its ballot.
 *
 * @example
 * const proposer = startProposer<string>({ id: nodeId('p1'), quorums: majorities([nodeId('a1')]) });
 * const request = { type: 'request', value: 'olives' } as const;
 * const [asked, effects] = stepProposer(proposer, { type: 'message', from: nodeId('c1'), message: request });
 * effects; // → [{ type: 'setTimer', wait: 'none' }]
 * stepProposer(asked, { type: 'timeout' })[0].phase; // → 'preparing'
 */
export function stepProposer<Value>(
  proposer: Proposer<Value>,
  input: ProposerInput<Value>,
): ProposerStep<Value> {
  const unchanged: ProposerStep<Value> = [proposer, []];
  if (input.type !== 'timeout') assertPossible(input.message, 'request', 'promise');
  return match(input)
    .returnType<ProposerStep<Value>>()
    .with({ message: { type: 'request' } }, ({ message }) =>
      proposer.request === null
        ? [{ ...proposer, request: message }, [{ type: 'setTimer', wait: 'none' }]]
        : // One decree, one request: any other is for another decree.
          unchanged,
    )
    .with({ type: 'timeout' }, () =>
      proposer.request === null
        ? // Nothing to propose yet.
          unchanged
        : prepare(proposer, proposer.request),
    )
    .with({ message: { type: 'promise' } }, ({ from, message }) =>
      proposer.phase === 'preparing' && isNews(proposer, from, message)
        ? collect(proposer, { acceptor: from, vote: message.vote })
        : // For another ballot, after a quorum, told before, or from a node that is no acceptor.
          unchanged,
    )
    .exhaustive();
}

/** Begins the next round. */
function prepare<Value>(proposer: Proposer<Value>, request: RequestMessage<Value>): ProposerStep<Value> {
  const { id, quorums } = proposer;
  const preparing = { id, quorums, round: roundAfter(ballotOf(proposer)), request };
  return [
    { ...preparing, phase: 'preparing', promises: [] },
    [
      persist({ round: preparing.round }),
      send({ role: 'acceptor' }, { type: 'prepare', ballot: ballotOf(preparing) }),
      { type: 'setTimer', wait: 'backOff' },
    ],
  ];
}

function isNews<Value>(proposer: Preparing<Value>, from: NodeId, { ballot }: PromiseMessage<Value>): boolean {
  return (
    sameBallot(ballot, ballotOf(proposer)) &&
    isAcceptor(proposer.quorums, from) &&
    !proposer.promises.some(({ acceptor }) => acceptor === from)
  );
}

/** Counts a promise, and proposes once a quorum has promised. */
function collect<Value>(proposer: Preparing<Value>, promised: Promised<Value>): ProposerStep<Value> {
  const { id, quorums, round, request } = proposer;
  assertOneValuePerBallot(proposer.promises, promised);
  const promises = [...proposer.promises, promised].sort(byAcceptor);
  const acceptors = promises.map(({ acceptor }) => acceptor);
  if (!hasQuorum(quorums, 'phase1', acceptors)) return [{ ...proposer, promises }, []];
  const { value } = highestVote(promises) ?? request;
  return [
    { id, quorums, round, request, phase: 'accepting' },
    [send({ role: 'acceptor' }, { type: 'accept', ballot: ballotOf(proposer), value })],
  ];
}

function assertOneValuePerBallot(promises: readonly Promised<unknown>[], { vote }: Promised<unknown>): void {
  for (const { vote: other } of promises)
    if (vote !== null && other !== null && sameBallot(vote.ballot, other.ballot)) assertOneValue(other, vote);
}

/** The reported vote in the highest ballot; null where none is reported. */
function highestVote<Value>(promises: readonly Promised<Value>[]): Vote<Value> | null {
  return promises.reduce<Vote<Value> | null>(
    (highest, { vote }) => (vote !== null && isAbove(vote.ballot, highest?.ballot ?? null) ? vote : highest),
    null,
  );
}

function ballotOf({ id, round }: Pick<Always, 'id' | 'round'>): Ballot {
  return { round, proposer: id };
}

function byAcceptor(a: Promised<unknown>, b: Promised<unknown>): number {
  return compareNodeIds(a.acceptor, b.acceptor);
}
