/**
 * The acceptor of a log: one promise for all slots, and a vote for each slot above the decided prefix.
 *
 * The rules are those of the single decree, slot by slot. That one promise stands for endlessly many instances is Lamport,
 * "The Part-Time Parliament" (1998), §3.1. To stay bounded it votes in slot s only if it knows every decree through s − α.
 */
import { type Ballot, isAbove, sameBallot, showBallot } from './ballot.js';
import { type Persist, persist, type Send, type Step, send } from './effect.js';
import { InvalidInput } from './invalid-input.js';
import { configurationAt, decidedThrough, decreeAt, isInReach, type Log } from './log.js';
import type {
  CatchUpMessage,
  LogAcceptedMessage,
  LogAcceptMessage,
  LogDecidedMessage,
  LogPrepareMessage,
  LogPromiseMessage,
  RefusedMessage,
  SlotVote,
} from './log-message.js';
import type { Received } from './message.js';
import type { NodeId } from './node-id.js';
import type { Slot } from './slot.js';
import { assertOneValue, RecordViolation } from './violation.js';

/** A log acceptor's state, all of it durable. */
export interface LogAcceptor<Command> {
  /** The highest ballot heard of, in a prepare or an accept of whatever slot. Never becomes lower. */
  readonly promised: Ballot | null;
  /** For each slot above the decided prefix its vote in the highest ballot voted in, by slot: at most α. */
  readonly votes: readonly SlotVote<Command>[];
}

/** What an acceptor keeps. A vote's ballot and value are one record, and a vote is a promise too. */
export type LogAcceptorRecord<Command> =
  | { readonly type: 'promised'; readonly ballot: Ballot }
  | ({ readonly type: 'vote' } & SlotVote<Command>);

export type LogAcceptorInput<Command> = Received<LogPrepareMessage | LogAcceptMessage<Command>>;

export type LogAcceptorEffect<Command> =
  | Persist<LogAcceptorRecord<Command>>
  | Send<
      | LogPromiseMessage<Command>
      | LogAcceptedMessage<Command>
      | RefusedMessage
      | LogDecidedMessage<Command>
      | CatchUpMessage
    >;

type AcceptorStep<Command> = Step<LogAcceptor<Command>, LogAcceptorEffect<Command>>;

/**
 * An acceptor at its first start, or started again from what it kept.
 *
 * @throws RecordViolation where a vote is in a ballot above the promised one.
 */
export function startLogAcceptor<Command>(
  kept: LogAcceptor<Command> = { promised: null, votes: [] },
): LogAcceptor<Command> {
  const broken = kept.votes.find(({ ballot }) => isAbove(ballot, kept.promised));
  if (broken !== undefined)
    throw new RecordViolation(
      'votes in ballots that are at most the promised one',
      `a vote in ballot ${showBallot(broken.ballot)} in slot ${broken.slot}, and ${kept.promised ? showBallot(kept.promised) : 'nothing'} promised`,
    );
  return kept;
}

/**
 * An acceptor's answer to one message, given the log as it knows it.
 *
 * @throws BallotViolation where it is to vote for a second value in a ballot of a slot.
 * @throws InvalidInput where the message names another configuration than the one that governs its slot.
 */
export function stepLogAcceptor<Command>(
  acceptor: LogAcceptor<Command>,
  { from, message }: LogAcceptorInput<Command>,
  log: Log<Command>,
): AcceptorStep<Command> {
  const answer = (message: Extract<LogAcceptorEffect<Command>, Send<unknown>>['message']) =>
    [acceptor, [send({ node: from }, message)]] as const;
  const { promised } = acceptor;
  // It keeps its promise, and tells it, so that whoever lags behind catches up with the ballots in one step.
  if (promised !== null && isAbove(promised, message.ballot))
    return answer({ type: 'refused', ballot: promised });
  if (message.type === 'prepare')
    return isInReach(log, message.from)
      ? promise(acceptor, message, from, log)
      : // It does not know who governs there: first it has to catch up.
        answer({ type: 'catchUp', decided: decidedThrough(log) });
  const { slot } = message;
  // Decided there already: whoever proposes in it has to hear that, not another vote.
  if (slot <= decidedThrough(log)) {
    const value = decreeAt(log, slot);
    // Below the base of the snapshot: the proposer will ask to catch up, since every promise tells how far that is.
    return value === undefined ? [acceptor, []] : answer({ type: 'decided', slot, value });
  }
  return isInReach(log, slot)
    ? vote(acceptor, message, from, log)
    : answer({ type: 'catchUp', decided: decidedThrough(log) });
}

/** The acceptor without the votes that the decided prefix has made superfluous. */
export function forgetVotes<Command>(
  acceptor: LogAcceptor<Command>,
  log: Log<Command>,
): LogAcceptor<Command> {
  const votes = acceptor.votes.filter(({ slot }) => slot > decidedThrough(log));
  return votes.length === acceptor.votes.length ? acceptor : { ...acceptor, votes };
}

/** The votes with this one in the place of the slot's earlier one. */
export function withVote<Command>(
  votes: readonly SlotVote<Command>[],
  vote: SlotVote<Command>,
): readonly SlotVote<Command>[] {
  return [...votes.filter(({ slot }) => slot !== vote.slot), vote].sort((a, b) => a.slot - b.slot);
}

/** Promises. Asked again for the same ballot it answers again: its first answer may be lost. */
function promise<Command>(
  acceptor: LogAcceptor<Command>,
  { ballot, from: first, configuration }: LogPrepareMessage,
  leader: NodeId,
  log: Log<Command>,
): AcceptorStep<Command> {
  assertGoverns(log, first, configuration);
  const decided = decidedThrough(log);
  const votes = acceptor.votes.filter(({ slot }) => slot > decided && slot >= first);
  const told = send<LogPromiseMessage<Command>>(
    { node: leader },
    { type: 'promise', ballot, configuration, decided, votes, grants: [] },
  );
  if (acceptor.promised !== null && sameBallot(ballot, acceptor.promised)) return [acceptor, [told]];
  return [{ ...acceptor, promised: ballot }, [persist({ type: 'promised', ballot }), told]];
}

/** Votes, once; asked again in the same ballot it tells its vote again. A vote raises the promise, for all slots. */
function vote<Command>(
  acceptor: LogAcceptor<Command>,
  { slot, ballot, value, configuration }: LogAcceptMessage<Command>,
  leader: NodeId,
  log: Log<Command>,
): AcceptorStep<Command> {
  assertGoverns(log, slot, configuration);
  const before = acceptor.votes.find((other) => other.slot === slot);
  const cast: SlotVote<Command> = { slot, ballot, value };
  const told = send<LogAcceptedMessage<Command>>({ node: leader }, { type: 'accepted', ...cast });
  if (before !== undefined && sameBallot(before.ballot, ballot)) {
    assertOneValue(before, cast);
    return [acceptor, [told]];
  }
  const voted = { promised: ballot, votes: withVote(acceptor.votes, cast) };
  return [voted, [persist({ type: 'vote', ...cast }), told]];
}

/** Of slots before its configurations an acceptor has nothing to say but that they are decided: whoever asks is behind. */
function assertGoverns(log: Log<unknown>, slot: Slot, named: number): void {
  if (slot < log.configurations[0]!.from) return;
  const { id } = configurationAt(log, slot);
  if (id !== named)
    throw new InvalidInput('configuration', {
      expected: `configuration ${id}, which governs slot ${slot}`,
      got: `configuration ${named}`,
      likelyCause: 'members that disagree on α, or a leader that goes by a change too early or too late',
      nextStep: 'compare α and the decided configurations of both members',
    });
}
