/**
 * The leader of a log: the proposer of all open slots at once.
 *
 * One phase 1 covers every slot from its first open one. Then it proposes what it is bound to, fills the holes with no-ops,
 * and goes on with phase 2 alone, several slots at once: Lamport, "Paxos Made Simple" (2001), §3.
 */
import { match } from 'ts-pattern';
import { adopted } from './adoption.js';
import { type Ballot, isAbove, sameBallot } from './ballot.js';
import type { Decree } from './decree.js';
import { type Persist, persist, type Send, type Step, send } from './effect.js';
import {
  ballotOf,
  following,
  type InBallot,
  type Leading,
  type LogLeader,
  type LogLeaderRecord,
  type LogPreparing,
  nextSlot,
  type PromisedBy,
  type Recovering,
} from './leadership.js';
import { configurationAt, decidedThrough, firstOpen, isDecided, isInReach, type Log } from './log.js';
import type {
  CatchUpMessage,
  LogAcceptMessage,
  LogPrepareMessage,
  LogPromiseMessage,
  Proposal,
  RefusedMessage,
} from './log-message.js';
import type { Received } from './message.js';
import { compareNodeIds, type NodeId } from './node-id.js';
import { hasQuorum, isAcceptor } from './quorum.js';
import type { Slot } from './slot.js';
import { roundAfter } from './violation.js';

export type LogLeaderInput<Command> =
  | Received<LogPromiseMessage<Command> | RefusedMessage>
  /** Begin a ballot of one's own. */
  | { readonly type: 'prepare' }
  /** Propose the decree in the next slot. */
  | { readonly type: 'propose'; readonly value: Decree<Command> }
  /** The log has grown. */
  | { readonly type: 'grown' }
  /** Send again what was not answered, in the same ballot. */
  | { readonly type: 'resend' }
  /** A ballot was heard of. */
  | { readonly type: 'hear'; readonly ballot: Ballot }
  /** Lead no more. */
  | { readonly type: 'resign' };

export type LogLeaderEffect<Command> =
  | Persist<LogLeaderRecord>
  | Send<LogPrepareMessage | LogAcceptMessage<Command> | CatchUpMessage>;

type LeaderStep<Command> = Step<LogLeader<Command>, LogLeaderEffect<Command>>;

/**
 * A leader's answer to one input, given the log as it knows it.
 *
 * @throws BallotViolation where acceptors report two values of one ballot of a slot.
 * @throws RoundsExhausted where its next round would not be a safe integer.
 */
export function stepLogLeader<Command>(
  leader: LogLeader<Command>,
  input: LogLeaderInput<Command>,
  log: Log<Command>,
): LeaderStep<Command> {
  const unchanged: LeaderStep<Command> = [leader, []];
  switch (input.type) {
    case 'prepare':
      return prepare(leader, log);
    case 'propose': {
      const next = nextSlot(leader, log);
      // Does not lead, or may not propose that far yet: whoever asks looks first.
      return next === null || leader.phase !== 'leading'
        ? unchanged
        : propose(leader, [{ slot: next, value: input.value }]);
    }
    case 'grown':
      return grow(leader, log);
    case 'resend':
      return [leader, messages(leader, log)];
    case 'hear':
      return hear(leader, input.ballot);
    case 'resign':
      return [following(leader), []];
    case 'message': {
      const { from, message } = input;
      if (message.type === 'refused') return hear(leader, message.ballot);
      return leader.phase === 'preparing' && isNews(leader, from, message, log)
        ? collect(leader, { acceptor: from, decided: message.decided, votes: message.votes }, log)
        : // For another ballot, after a quorum, told before, or from a node that has no vote there.
          unchanged;
    }
  }
}

/** Begins a ballot above all that it has used or heard of. */
function prepare<Command>(leader: LogLeader<Command>, log: Log<Command>): LeaderStep<Command> {
  const last = Math.max(leader.round, leader.heard?.round ?? 0);
  const round = roundAfter(ballotOf({ ...leader, round: last }));
  const from = firstOpen(log);
  const preparing: LogPreparing<Command> = {
    ...following(leader),
    phase: 'preparing',
    round,
    from,
    configuration: configurationAt(log, from).id,
    promises: [],
  };
  return [preparing, [persist({ type: 'round', round }), ...messages(preparing, log)]];
}

/** What it waits for an answer to, as messages. */
function messages<Command>(
  leader: LogLeader<Command>,
  log: Log<Command>,
): readonly Send<LogPrepareMessage | LogAcceptMessage<Command> | CatchUpMessage>[] {
  return match(leader)
    .returnType<readonly Send<LogPrepareMessage | LogAcceptMessage<Command> | CatchUpMessage>[]>()
    .with({ phase: 'following' }, () => [])
    .with({ phase: 'preparing' }, ({ from, configuration }) => [
      send({ role: 'acceptor' }, { type: 'prepare', ballot: ballotOf(leader), from, configuration }),
    ])
    .with({ phase: 'recovering' }, ({ promises }) =>
      promises
        .filter(({ decided }) => decided > decidedThrough(log))
        .map(({ acceptor }) => send({ node: acceptor }, { type: 'catchUp', decided: decidedThrough(log) })),
    )
    .with({ phase: 'leading' }, (leading) => leading.proposals.map((one) => accept(leading, one)))
    .exhaustive();
}

function accept<Command>(
  leader: InBallot,
  { slot, value }: Proposal<Command>,
): Send<LogAcceptMessage<Command>> {
  const { configuration } = leader;
  return send({ role: 'acceptor' }, { type: 'accept', slot, ballot: ballotOf(leader), value, configuration });
}

function isNews<Command>(
  leader: LogPreparing<Command>,
  from: NodeId,
  { ballot, configuration }: LogPromiseMessage<Command>,
  log: Log<Command>,
): boolean {
  return (
    sameBallot(ballot, ballotOf(leader)) &&
    configuration === leader.configuration &&
    isAcceptor(configurationAt(log, leader.from).quorums, from) &&
    !leader.promises.some(({ acceptor }) => acceptor === from)
  );
}

/** Counts a promise; with a quorum phase 1 is done. */
function collect<Command>(
  leader: LogPreparing<Command>,
  promised: PromisedBy<Command>,
  log: Log<Command>,
): LeaderStep<Command> {
  const promises = [...leader.promises, promised].sort((a, b) => compareNodeIds(a.acceptor, b.acceptor));
  const acceptors = promises.map(({ acceptor }) => acceptor);
  if (!hasQuorum(configurationAt(log, leader.from).quorums, 'phase1', acceptors))
    return [{ ...leader, promises }, []];
  const { from: _, ...rest } = leader;
  const recovering: Recovering<Command> = { ...rest, phase: 'recovering', promises };
  const [state] = lead(recovering, log);
  return [state, messages(state, log)];
}

/** Leads once it knows every decree that its quorum knew: the quorum's votes in those slots were not told to it. */
function lead<Command>(leader: Recovering<Command>, log: Log<Command>): LeaderStep<Command> {
  const { promises, ...rest } = leader;
  if (promises.some(({ decided }) => decided > decidedThrough(log))) return [leader, []];
  const leading: Leading<Command> = { ...rest, phase: 'leading', proposals: [] };
  return propose(
    leading,
    adopted(promises, log).filter(({ slot: at }) => isOwn(leading, at, log)),
  );
}

/** Whether its phase 1 was for that slot. Votes of slots that another configuration governs are left to its leader. */
function isOwn(leader: InBallot, at: Slot, log: Log<unknown>): boolean {
  return isInReach(log, at) && configurationAt(log, at).id === leader.configuration;
}

function propose<Command>(
  leader: Leading<Command>,
  proposals: readonly Proposal<Command>[],
): LeaderStep<Command> {
  // Below a proposal no slot is open that has none: the next ones come after it.
  const all = [...leader.proposals, ...proposals];
  return [{ ...leader, proposals: all }, proposals.map((proposal) => accept(leader, proposal))];
}

/** Goes on from a log that has grown: forgets what is decided, and leads if it was only that which it lacked. */
function grow<Command>(leader: LogLeader<Command>, log: Log<Command>): LeaderStep<Command> {
  if (leader.phase === 'recovering') return lead(leader, log);
  if (leader.phase !== 'leading') return [leader, []];
  return [{ ...leader, proposals: leader.proposals.filter(({ slot }) => !isDecided(log, slot)) }, []];
}

/** Remembers another's ballot, and yields to it where it is above its own. */
function hear<Command>(leader: LogLeader<Command>, ballot: Ballot): LeaderStep<Command> {
  if (!isAbove(ballot, leader.heard) || sameBallot(ballot, ballotOf(leader))) return [leader, []];
  const heard = { ...leader, heard: ballot };
  return [isAbove(ballot, ballotOf(leader)) ? following(heard) : heard, []];
}
