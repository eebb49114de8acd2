/** What a replica does with a message of another member, or of itself. */
import type { Ballot } from './ballot.js';
import { isAbove, sameBallot } from './ballot.js';
import { caughtUp, decisionsOf } from './catch-up.js';
import { install, learn } from './growth.js';
import { cameTo, hold } from './holding.js';
import { ballotOf } from './leadership.js';
import { electionStep, grantLease, leaderStep } from './leading.js';
import { countGrant, isFree, released } from './lease.js';
import { decidedThrough } from './log.js';
import { stepLogAcceptor } from './log-acceptor.js';
import { stepLogLearner } from './log-learner.js';
import type { LogAcceptedMessage, LogAcceptMessage, LogPrepareMessage } from './log-message.js';
import type { NodeId } from './node-id.js';
import { heardFrontier, toldFrontier } from './reading.js';
import type { HeardMessage, HeartbeatMessage, ReleaseMessage, ReplicaMessage } from './replica-message.js';
import type { Turn } from './turn.js';

/** Takes one message. */
export function receive<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  from: NodeId,
  message: ReplicaMessage<Command, State, Answer>,
): void {
  switch (message.type) {
    case 'prepare':
    case 'accept':
      toAcceptor(turn, from, message);
      return;
    case 'promise':
    case 'refused':
      leaderStep(turn, { type: 'message', from, message });
      return;
    case 'accepted':
      toLearner(turn, from, message);
      return;
    case 'decided':
      learn(turn, [message]);
      return;
    case 'decrees': {
      const before = decidedThrough(turn.replica.log);
      learn(turn, decisionsOf(message));
      // It has come further, and is not there yet; one that has not would ask for the same again and again.
      if (decidedThrough(turn.replica.log) > before) catchUpWith(turn, from, message.decided);
      return;
    }
    case 'snapshot':
      install(turn, message.snapshot);
      return;
    case 'catchUp':
      tellDecrees(turn, from, message.decided);
      return;
    case 'heartbeat':
      heartbeatHeard(turn, from, message);
      return;
    case 'heard':
      heardBy(turn, from, message);
      return;
    case 'poll':
      electionStep(turn, { type: 'message', from, message });
      catchUpWith(turn, from, message.decided);
      return;
    case 'polled':
      if (message.promised !== null) leaderStep(turn, { type: 'hear', ballot: message.promised });
      electionStep(turn, { type: 'message', from, message });
      catchUpWith(turn, from, message.decided);
      return;
    case 'ask':
      if (!turn.hasEarlierLife)
        turn.send({ to: { node: from }, message: toldFrontier(turn, message.read) }, 'none');
      return;
    case 'frontier':
      heardFrontier(turn, from, message);
      return;
    case 'release':
      releaseHeard(turn, message);
      return;
    default:
      // Reached by nothing: the compiler sees that each kind has its case.
      message satisfies never;
  }
}

/** A member has heard the leader that this node is. */
function heardBy<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  from: NodeId,
  { ballot, decided, granted }: HeardMessage,
): void {
  const { leader, lease } = turn.replica;
  if (granted !== undefined && leader.phase === 'leading' && sameBallot(ballot, ballotOf(leader)))
    turn.become({ lease: countGrant(lease, from, granted) });
  noteProgress(turn, from, decided);
  electionStep(turn, { type: 'follower', from });
  // A leader may be behind: what it proposes again is decided, and may have been left out where it is known.
  catchUpWith(turn, from, decided);
}

function toAcceptor<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  from: NodeId,
  message: LogPrepareMessage | LogAcceptMessage<Command>,
): void {
  const { acceptor: before, log, lease, now } = turn.replica;
  // It has granted a lease to another, who is not to be deposed by it either.
  if (message.type === 'prepare' && !isFree(lease, message.ballot, now)) return;
  const [acceptor, effects] = stepLogAcceptor(before, { type: 'message', from, message }, log);
  turn.become({ acceptor });
  turn.take(effects, 'acceptor');
  if (from === turn.id) return;
  hear(turn, message.ballot);
  if (acceptor === before) return;
  electionStep(turn, message.type === 'accept' ? { type: 'leader', from } : { type: 'candidate' });
}

function toLearner<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  from: NodeId,
  message: LogAcceptedMessage<Command>,
): void {
  const { learner: before, log } = turn.replica;
  const [learner, effects] = stepLogLearner(before, { type: 'message', from, message }, log);
  turn.become({ learner });
  turn.take(effects, 'none');
  if (from !== turn.id) electionStep(turn, { type: 'follower', from });
}

/** Obeys the leader, unless a higher ballot was promised: then the leader has to know of it. */
function heartbeatHeard<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  from: NodeId,
  { ballot, decided, asked }: HeartbeatMessage,
): void {
  const { promised } = turn.replica.acceptor;
  if (promised !== null && isAbove(promised, ballot)) {
    turn.send({ to: { node: from }, message: { type: 'refused', ballot: promised } }, 'acceptor');
    return;
  }
  hear(turn, ballot);
  electionStep(turn, { type: 'leader', from });
  const known = decidedThrough(turn.replica.log);
  const granted = asked !== undefined && grantLease(turn, { ballot, asked }) ? { granted: asked } : {};
  const message = { type: 'heard', ballot, decided: known, ...granted } as const;
  turn.send({ to: { node: from }, message }, 'none');
  catchUpWith(turn, from, decided);
}

/** Frees what it had granted. Where nothing keeps it from its own promise any more it takes over, if it is the one that is to. */
function releaseHeard<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  { ballot, asked, to }: ReleaseMessage,
): void {
  const { acceptor, leader, now } = turn.replica;
  const lease = released(turn.replica.lease, { ballot, asked });
  turn.become({ lease });
  if (to !== turn.id || (acceptor.promised !== null && isAbove(acceptor.promised, ballot))) return;
  hear(turn, ballot);
  if (isFree(lease, ballotOf(leader), now)) electionStep(turn, { type: 'heir' });
}

function hear<Command, State, Answer>(turn: Turn<Command, State, Answer>, ballot: Ballot): void {
  leaderStep(turn, { type: 'hear', ballot });
}

/** Asks a member for the decrees that it knows and this one does not. */
function catchUpWith<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  from: NodeId,
  decided: number,
): void {
  const known = decidedThrough(turn.replica.log);
  if (decided > known)
    turn.send({ to: { node: from }, message: { type: 'catchUp', decided: known } }, 'none');
}

function tellDecrees<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  to: NodeId,
  decided: number,
): void {
  noteProgress(turn, to, decided);
  const { log, snapshot, holds } = turn.replica;
  const { bytesOf, limits } = turn.settings;
  const { catchUpMax, valueBytesMax } = limits;
  const message = caughtUp(log, snapshot, decided, { catchUpMax, bytesMax: valueBytesMax, bytesOf });
  if (message === null) return;
  turn.send({ to: { node: to }, message }, 'none');
  if (message.type === 'snapshot' && limits.decreesHeldMax > limits.decreesMax)
    turn.become({ holds: hold(holds, to, message.snapshot.through) });
}

function noteProgress<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  from: NodeId,
  decided: number,
): void {
  const { holds, executed } = turn.replica;
  const enough = executed.through - Math.floor(turn.settings.limits.decreesMax / 2);
  turn.become({ holds: cameTo(holds, from, { decided, enough }) });
}
