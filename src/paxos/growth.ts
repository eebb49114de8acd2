/** What follows when the log has grown: execution, answers, a snapshot, and what the roles make of it. */
import { passOver, settle } from './clients.js';
import { execute } from './execution.js';
import { isOutdated } from './leadership.js';
import { flush, leaderStep } from './leading.js';
import { decide, decidedThrough, decreeAt, governsLater, knowsGoverning } from './log.js';
import { forgetVotes } from './log-acceptor.js';
import { forgetTallies } from './log-learner.js';
import type { DecidedSlot } from './log-message.js';
import { isAcceptor } from './quorum.js';
import { answerReads } from './reading.js';
import { rejected } from './reply.js';
import { slotsAfter } from './slot.js';
import { installed, type Snapshot, snapshotOf, truncated } from './snapshot.js';
import type { Turn } from './turn.js';
import { assertKnows } from './versions.js';

/** Takes decisions into the log. */
export function learn<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  decisions: readonly DecidedSlot<Command>[],
): void {
  const before = turn.replica.log;
  for (const decision of decisions) {
    const [log, effects] = decide(turn.replica.log, decision);
    turn.become({ log });
    turn.take(effects, 'none');
  }
  if (turn.replica.log !== before) grow(turn);
}

/** Takes another's snapshot in the place of the decrees that this node lacks. */
export function install<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  snapshot: Snapshot<State, Answer>,
): void {
  const log = installed(turn.replica.log, snapshot);
  // It tells nothing new.
  if (log === turn.replica.log) return;
  const { configurations: _, ...executed } = snapshot;
  assertKnows(executed, turn.settings.known);
  const [clients, told] = passOver(turn.replica.clients, snapshot.through);
  turn.become({ log, snapshot, executed, clients });
  turn.take([{ type: 'persist', record: { type: 'snapshot', snapshot, base: snapshot.through } }], 'none');
  for (const each of told) turn.reply(each);
  grow(turn);
}

function grow<Command, State, Answer>(turn: Turn<Command, State, Answer>): void {
  const { acceptor, learner, log } = turn.replica;
  turn.become({ acceptor: forgetVotes(acceptor, log), learner: forgetTallies(learner, log) });
  executeAll(turn);
  compact(turn);
  leaderStep(turn, { type: 'grown' });
  if (isOutdated(turn.replica.leader, turn.replica.log))
    leaderStep(turn, { type: isAcceptor(turn.quorums, turn.id) ? 'prepare' : 'resign' });
  answerReads(turn);
  flush(turn);
}

/** Executes what has joined the prefix, and tells whoever waits for it. */
function executeAll<Command, State, Answer>(turn: Turn<Command, State, Answer>): void {
  const { machine, limits } = turn.settings;
  const { log } = turn.replica;
  for (const slot of slotsAfter(turn.replica.executed.through, decidedThrough(log))) {
    const decree = decreeAt(log, slot)!;
    const [executed, decided] = execute(turn.replica.executed, decree, machine, limits);
    assertKnows(executed, turn.settings.known);
    const isSecond = decree.type === 'configuration' && !governsLater(log, slot, decree);
    const outcomes = isSecond
      ? decided.map((outcome) => ({ ...outcome, reply: rejected('outdated') }))
      : decided;
    const [clients, told] = settle(turn.replica.clients, slot, outcomes);
    turn.become({ executed, clients });
    turn.effect({ type: 'apply', slot, decree, outcomes, executed });
    for (const each of told) turn.reply(each);
  }
}

/**
 * Takes a snapshot when the log has become long, and keeps the later half for members that lag a little behind; more of it where a
 * member was sent a snapshot.
 */
function compact<Command, State, Answer>(turn: Turn<Command, State, Answer>): void {
  const { log, executed, snapshot: before } = turn.replica;
  const { decreesMax, decreesHeldMax } = turn.settings.limits;
  const half = Math.floor(decreesMax / 2);
  const { through } = executed;
  if (log.decrees.length <= decreesMax || through - (before?.through ?? 0) <= half) return;
  // A snapshot tells who the members are.
  if (!knowsGoverning(log)) return;
  const snapshot = snapshotOf(executed, log);
  const lowest = Math.max(log.base, through - decreesHeldMax);
  const holds = turn.replica.holds.filter((held) => held.through >= lowest);
  const base = Math.min(through - half, ...holds.map((held) => held.through));
  turn.become({ snapshot, log: truncated(log, base), holds });
  turn.take([{ type: 'persist', record: { type: 'snapshot', snapshot, base } }], 'none');
}
