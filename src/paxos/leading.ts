/** A replica as a leader: its phases, what it proposes for its clients, and the sessions that it closes. */
import { abandon, isWaiting, NO_CLIENTS, nextDecree, type Submission } from './clients.js';
import { type Decree, NO_OP } from './decree.js';
import { type ElectionInput, stepElection } from './election.js';
import { ballotOf, type LogLeader, nextSlot } from './leadership.js';
import { countGrant, grant, type LeaseRequest, letGo, mayAsk } from './lease.js';
import { decidedThrough } from './log.js';
import { type LogLeaderInput, stepLogLeader } from './log-leader.js';
import type { NodeId } from './node-id.js';
import { isAcceptor } from './quorum.js';
import type { TimerEffect } from './replica-effect.js';
import type { Seen } from './replica-state.js';
import { rejected } from './reply.js';
import type { Turn } from './turn.js';
import { enabledIn } from './versions.js';

/** The leader's step, and what follows where its phase has changed. */
export function leaderStep<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  input: LogLeaderInput<Command>,
): void {
  const { leader: before, log } = turn.replica;
  const [leader, effects] = stepLogLeader(before, input, log);
  turn.become({ leader });
  turn.take(effects, 'leader');
  if (before.phase === leader.phase) return;
  if (before.phase === 'leading') dismiss(turn);
  if (before.phase === 'following') turn.effect(resendTimer(turn));
  if (leader.phase === 'leading') {
    electionStep(turn, { type: 'won' });
    if (turn.settings.limits.leaseMs > 0)
      turn.become({ lease: { ...turn.replica.lease, through: reportedThrough(before, input) } });
    heartbeat(turn);
    flush(turn);
  }
}

/** The last slot of which phase 1 has reported anything to a leader that leads by this input. */
function reportedThrough<Command>(before: LogLeader<Command>, input: LogLeaderInput<Command>): number {
  const counted = 'promises' in before ? before.promises : [];
  const last = input.type === 'message' && input.message.type === 'promise' ? [input.message] : [];
  return Math.max(
    0,
    ...[...counted, ...last].flatMap(({ decided, votes }) => [decided, ...votes.map(({ slot }) => slot)]),
  );
}

/** What the node does about elections, and what that asks of it as a leader. */
export function electionStep<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  input: ElectionInput,
): void {
  const { election: before, leader, acceptor, log } = turn.replica;
  const { id, limits } = turn.settings;
  const [election, effects] = stepElection(before, input, {
    id,
    quorums: turn.quorums,
    phase: leader.phase,
    promised: acceptor.promised,
    decided: decidedThrough(log),
    electionMs: limits.electionMs,
  });
  turn.become({ election });
  for (const effect of effects)
    if (effect.type === 'prepare' || effect.type === 'resign') leaderStep(turn, effect);
    else turn.take([effect], 'acceptor');
}

/** Tells everybody that it leads, and how far it knows; asks for a lease, and begins to count before it sends. */
export function heartbeat<Command, State, Answer>(turn: Turn<Command, State, Answer>): void {
  const { leader, log, now } = turn.replica;
  const { heartbeatMs, leaseMs } = turn.settings.limits;
  const ballot = ballotOf(leader);
  const isAsking = leaseMs > 0 && mayAsk(turn.replica.lease, now);
  const asked = isAsking ? { asked: now } : {};
  const message = { type: 'heartbeat', ballot, decided: decidedThrough(log), ...asked } as const;
  if (isAsking && grantLease(turn, { ballot, asked: now }))
    turn.become({ lease: countGrant(turn.replica.lease, turn.id, now) });
  turn.send({ to: { role: 'learner' }, message }, 'leader');
  turn.effect({ type: 'setTimer', timer: 'heartbeat', afterMs: heartbeatMs, spreadMs: 0 });
}

/**
 * Lets another node lead: stops its own reads by lease, and then releases what it was granted, so that the other need not wait. It proposes
 * until it hears of the other's ballot, and asks for a lease again when that does not come.
 */
export function transfer<Command, State, Answer>(turn: Turn<Command, State, Answer>, to: NodeId): void {
  const { leader, lease, now } = turn.replica;
  const { electionMs } = turn.settings.limits;
  const isUnderWay = !mayAsk(lease, now);
  if (leader.phase !== 'leading' || isUnderWay || !isOther(turn, to)) return;
  turn.become({ lease: letGo(lease, now + electionMs) });
  turn.send(
    {
      to: { role: 'learner' },
      message: { type: 'release', ballot: ballotOf(leader), asked: now, to },
    },
    'none',
  );
}

/** Whether that is another node, whose vote counts for the next slot. */
function isOther<Command, State, Answer>(turn: Turn<Command, State, Answer>, to: NodeId): boolean {
  return to !== turn.id && isAcceptor(turn.configuration.quorums, to);
}

/** Grants the request as an acceptor, if it may; says whether it has. */
export function grantLease<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  request: LeaseRequest,
): boolean {
  const { acceptor, now } = turn.replica;
  const { leaseMs } = turn.settings.limits;
  const lease = grant(turn.replica.lease, request, { promised: acceptor.promised, now, leaseMs });
  if (lease !== null) turn.become({ lease });
  return lease !== null;
}

/** The timer after which a leader sends again what was not answered. */
export function resendTimer<Command, State, Answer>({ settings }: Turn<Command, State, Answer>): TimerEffect {
  return { type: 'setTimer', timer: 'resend', afterMs: settings.limits.resendMs, spreadMs: 0 };
}

/** Takes up what clients ask for, and proposes it; or says why not. */
export function submit<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  ...submissions: readonly Submission<Command>[]
): void {
  for (const submission of submissions) enqueue(turn, submission);
  flush(turn);
}

function enqueue<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  submission: Submission<Command>,
): void {
  const { leader, clients, election, executed } = turn.replica;
  const { queueMax } = turn.settings.limits;
  const { subject } = submission;
  if (leader.phase !== 'leading') {
    if (subject !== null) turn.reply({ subject, reply: rejected('notLeader', election.hears) });
    return;
  }
  if (submission.type === 'decree' && turn.settings.kinds[submission.decree.type] > enabledIn(executed)) {
    if (subject !== null) turn.reply({ subject, reply: rejected('notEnabled', turn.id) });
    return;
  }
  // Sent again while it is under way: one reply answers both.
  if (subject !== null && isWaiting(clients, subject)) return;
  if (clients.queue.length >= queueMax) {
    if (subject !== null) turn.reply({ subject, reply: rejected('busy', turn.id) });
    return;
  }
  turn.become({ clients: { ...clients, queue: [...clients.queue, submission] } });
}

/** Has a version enabled, unless it is, or that is under way. */
export function enable<Command, State, Answer>(turn: Turn<Command, State, Answer>, version: number): void {
  const { leader, executed } = turn.replica;
  if (leader.phase !== 'leading' || enabledIn(executed) >= version) return;
  const isUnderWay = underWay(turn).some((decree) => decree.type === 'enable' && decree.version >= version);
  if (isUnderWay) return;
  submit(turn, { type: 'decree', subject: null, decree: { type: 'enable', version } });
}

/** The decrees that a leader has proposed, and those that wait in its queue and are no requests. */
function underWay<Command, State, Answer>({
  replica: { leader, clients },
}: Turn<Command, State, Answer>): readonly Decree<Command>[] {
  const queued = clients.queue.flatMap((each) => (each.type === 'decree' ? [each.decree] : []));
  return leader.phase === 'leading' ? [...queued, ...leader.proposals.map(({ value }) => value)] : queued;
}

/**
 * Proposes what waits in the queue, as far as the window reaches; and no-ops where nothing waits but a change of members, so that it
 * governs soon (Lamport, "The Part-Time Parliament", §3.3.6).
 */
export function flush<Command, State, Answer>(turn: Turn<Command, State, Answer>): void {
  const { bytesOf, limits } = turn.settings;
  const { batchMax, proposalsMax, valueBytesMax } = limits;
  for (;;) {
    const { leader, log, clients } = turn.replica;
    const slot = nextSlot(leader, log);
    if (slot === null || leader.phase !== 'leading' || leader.proposals.length >= proposalsMax) return;
    const next = nextDecree(clients, { batchMax, bytesMax: valueBytesMax, bytesOf });
    if (next === null && log.configurations.at(-1)!.from <= slot) return;
    const [value, subjects, queue] = next ?? [NO_OP, [], clients.queue];
    const proposed = [...clients.proposed, { slot, subjects }];
    turn.become({ clients: { queue, proposed } });
    leaderStep(turn, { type: 'propose', value });
  }
}

/** It leads no more: whoever waits is told what is known. */
function dismiss<Command, State, Answer>(turn: Turn<Command, State, Answer>): void {
  const told = abandon(turn.replica.clients);
  turn.become({ clients: NO_CLIENTS, seen: [], lease: { ...turn.replica.lease, held: [] } });
  for (const each of told) turn.reply(each);
}

/** Notes that a session is in use; one that is not open is not remembered. */
export function see<Command, State, Answer>(turn: Turn<Command, State, Answer>, session: number): void {
  const { seen, now, executed } = turn.replica;
  if (!executed.sessions.some(({ id }) => id === session)) return;
  turn.become({ seen: [...seen.filter((other) => other.session !== session), { session, at: now }] });
}

/** Closes the sessions that have been silent for too long. A leader counts from when it first looked at them. */
export function expire<Command, State, Answer>(turn: Turn<Command, State, Answer>): void {
  const { seen, now, executed } = turn.replica;
  const current = executed.sessions.map<Seen>(
    ({ id: session }) => seen.find((other) => other.session === session) ?? { session, at: now },
  );
  turn.become({ seen: current });
  const closing = underWay(turn).flatMap((decree) =>
    decree.type === 'expireSession' ? [decree.session] : [],
  );
  // Once: a log that is slower than the heartbeats would fill the queue with the same again and again.
  for (const { session, at } of current)
    if (now - at > turn.settings.limits.sessionMs && !closing.includes(session)) {
      const { lastUsed } = executed.sessions.find(({ id }) => id === session)!;
      submit(turn, { type: 'decree', subject: null, decree: { type: 'expireSession', session, lastUsed } });
    }
}
