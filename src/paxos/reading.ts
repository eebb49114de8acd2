/**
 * A replica as a reader: it asks how far anything may be decided, and answers from its own state there. A leader that holds a lease
 * asks nobody.
 */

import { pruned } from './configuration.js';
import type { Executed } from './execution.js';
import { heldUntil } from './lease.js';
import { decidedThrough } from './log.js';
import type { Machine } from './machine.js';
import type { NodeId } from './node-id.js';
import { isLeased, isReady, type Read, startRead, tell, tellLeased } from './reads.js';
import type { FrontierMessage } from './replica-message.js';
import { type Reply, rejected } from './reply.js';
import type { Turn } from './turn.js';

/** Begins a read, or asks again for one that is under way. */
export function read<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  asked: Pick<Read<Command>, 'read' | 'command' | 'notAfter'>,
): void {
  // Those that are late make room.
  answerReads(turn);
  const { reads } = turn.replica;
  if (readByLease(turn, asked)) return;
  const isNew = !reads.some((other) => other.read === asked.read);
  if (isNew && reads.length >= turn.settings.limits.readsMax) {
    turn.reply({ subject: { type: 'read', read: asked.read }, reply: rejected('busy', turn.id) });
    return;
  }
  if (isNew) turn.become({ reads: [...reads, startRead(asked)] });
  ask(turn, asked.read);
}

/** Answers the read at once where this node holds a lease; says whether it has. */
function readByLease<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  { read, command, notAfter }: Pick<Read<Command>, 'read' | 'command' | 'notAfter'>,
): boolean {
  const { executed, now, reads } = turn.replica;
  const until = leaseUntil(turn);
  if (now >= until) return false;
  turn.become({ reads: reads.filter((other) => other.read !== read) });
  const reply = answerOf(turn.settings.machine, executed, command, true);
  // The clock is looked at again before the client is told: the read may have taken longer than the lease lasts (T4).
  turn.reply({ subject: { type: 'read', read }, reply }, Math.min(until, notAfter ?? until));
  return true;
}

/** Until when it may answer reads alone: it leads, holds a lease, and has executed all that phase 1 reported (T13). */
function leaseUntil<Command, State, Answer>({
  replica: { leader, log, lease, executed },
  settings: { limits },
}: Turn<Command, State, Answer>): number {
  if (leader.phase !== 'leading' || executed.through < lease.through) return Number.NEGATIVE_INFINITY;
  const known = pruned(log.configurations, executed.through).map(({ configuration }) => configuration);
  // A change counts from when it is proposed: others may know of it first.
  const proposed = leader.proposals.flatMap(({ value }) =>
    value.type === 'configuration' ? [value.configuration] : [],
  );
  return heldUntil(lease, [...known, ...proposed], limits);
}

/** What it tells a reader that asks how far anything may be decided. */
export function toldFrontier<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  read: number,
): FrontierMessage {
  const { now, executed } = turn.replica;
  return now < leaseUntil(turn)
    ? { type: 'frontier', read, last: executed.through, isLeased: true }
    : { type: 'frontier', read, last: frontier(turn) };
}

/** What a voter answers: it has voted in no slot above this one, and knows of no decision above it. */
function frontier<Command, State, Answer>(turn: Turn<Command, State, Answer>): number {
  const { log, acceptor } = turn.replica;
  return Math.max(
    decidedThrough(log),
    ...log.beyond.map(({ slot }) => slot),
    ...acceptor.votes.map(({ slot }) => slot),
  );
}

/** A voter has told its frontier. */
export function heardFrontier<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  from: NodeId,
  { read: number, last, isLeased: isByLease }: Pick<FrontierMessage, 'read' | 'last' | 'isLeased'>,
): void {
  const told = (each: Read<Command>): Read<Command> =>
    isByLease ? tellLeased(each, last) : tell(each, from, last);
  turn.become({ reads: turn.replica.reads.map((each) => (each.read === number ? told(each) : each)) });
  answerReads(turn);
}

/** Answers the reads that are ready, and gives up those that are late. */
export function answerReads<Command, State, Answer>(turn: Turn<Command, State, Answer>): void {
  const { machine } = turn.settings;
  for (const each of turn.replica.reads) {
    const { executed, log, reads, now } = turn.replica;
    const subject = { type: 'read', read: each.read } as const;
    const others = reads.filter((other) => other !== each);
    if (each.notAfter !== null && now > each.notAfter) {
      turn.become({ reads: others });
      turn.reply({ subject, reply: rejected('late') });
      continue;
    }
    if (!isReady(each, pruned(log.configurations, executed.through), executed.through)) continue;
    turn.become({ reads: others });
    const byLease = isLeased(each, executed.through);
    turn.reply({ subject, reply: answerOf(machine, executed, each.command, byLease) }, each.notAfter);
  }
}

/** What the machine says at that state. Where it throws, that is the reply: no decree rests on it, and the replica goes on. */
export function answerOf<Command, State, Answer>(
  { apply }: Pick<Machine<Command, State, Answer>, 'apply'>,
  { through, state }: Executed<State, Answer>,
  command: Command,
  isByLease = false,
): Reply<Answer> {
  try {
    const answer = apply(state, command)[1];
    return { type: 'answered', slot: through, answer, ...(isByLease ? { byLease: true } : {}) };
  } catch (error) {
    return { type: 'failed', error };
  }
}

function ask<Command, State, Answer>(turn: Turn<Command, State, Answer>, read: number): void {
  turn.send({ to: { role: 'learner' }, message: { type: 'ask', read } }, 'none');
  if (!turn.hasEarlierLife) heardFrontier(turn, turn.id, { read, last: frontier(turn) });
}
