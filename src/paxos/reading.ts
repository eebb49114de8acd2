/** A replica as a reader: it asks a quorum how far anything may be decided, and answers from its own state there. */

import { pruned } from './configuration.js';
import type { Executed } from './execution.js';
import { decidedThrough } from './log.js';
import type { Machine } from './machine.js';
import type { NodeId } from './node-id.js';
import { isReady, type Read, startRead, tell } from './reads.js';
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
  const isNew = !reads.some((other) => other.read === asked.read);
  if (isNew && reads.length >= turn.settings.limits.readsMax) {
    turn.reply({ subject: { type: 'read', read: asked.read }, reply: rejected('busy', turn.id) });
    return;
  }
  if (isNew) turn.become({ reads: [...reads, startRead(asked)] });
  ask(turn, asked.read);
}

/** What a voter answers: it has voted in no slot above this one, and knows of no decision above it. */
export function frontier<Command, State, Answer>(turn: Turn<Command, State, Answer>): number {
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
  number: number,
  last: number,
): void {
  const { reads } = turn.replica;
  turn.become({ reads: reads.map((each) => (each.read === number ? tell(each, from, last) : each)) });
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
    turn.reply({ subject, reply: answerOf(machine, executed, each.command) }, each.notAfter);
  }
}

/** What the machine says at that state. Where it throws, that is the reply: no decree rests on it, and the replica goes on. */
function answerOf<Command, State, Answer>(
  { apply }: Machine<Command, State, Answer>,
  { through, state }: Executed<State, Answer>,
  command: Command,
): Reply<Answer> {
  try {
    return { type: 'answered', slot: through, answer: apply(state, command)[1] };
  } catch (error) {
    return { type: 'failed', error };
  }
}

function ask<Command, State, Answer>(turn: Turn<Command, State, Answer>, read: number): void {
  turn.send({ type: 'send', to: { role: 'learner' }, message: { type: 'ask', read } }, 'none');
  heardFrontier(turn, turn.id, read, frontier(turn));
}
