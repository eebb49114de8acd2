/**
 * Sessions: how a request that is sent again is executed once.
 *
 * The table is part of the replicated state: only decrees change it, so it is the same on every replica at the same slot.
 * It keeps the answers of a bounded window of requests, each on its own, since they may come in any order.
 */
import type { Request, SessionId } from './decree.js';
import type { Rejection } from './reply.js';

/** What is known of one client. */
export interface Session<Answer> {
  readonly id: SessionId;
  /** The slot of the last decree that it had a part in. */
  readonly lastUsed: number;
  /** The client has the answers through this request. */
  readonly answered: number;
  /** The answers above, by sequence number: at most as many as the window is wide. */
  readonly answers: readonly Answered<Answer>[];
}

export interface Answered<Answer> {
  readonly sequence: number;
  /** The slot in which it was executed. */
  readonly slot: number;
  readonly answer: Answer;
}

/** The open sessions, by id. */
export type Sessions<Answer> = readonly Session<Answer>[];

/** Bounds that every replica has to have alike, or their tables would differ. */
export interface SessionLimits {
  /** How many sessions may be open; one more, and the one that was used least recently is evicted. */
  readonly sessionsMax: number;
  /** How many requests of a session may be under way; one beyond them is not executed. */
  readonly windowMax: number;
}

/** What is to be done with a request: execute it, tell the answer of its first execution, or reject it. */
export type Admission<Answer> =
  | { readonly type: 'execute' }
  | { readonly type: 'repeat'; readonly answered: Answered<Answer> }
  | { readonly type: 'reject'; readonly reason: Rejection };

/** The table with a session that is named by the slot of the decree which opens it. */
export function openSession<Answer>(
  sessions: Sessions<Answer>,
  slot: number,
  { sessionsMax }: SessionLimits,
): Sessions<Answer> {
  // Of those that one slot has used, the first by id: they are in that order.
  const byUse = sessions.toSorted((a, b) => a.lastUsed - b.lastUsed);
  const evicted = new Set(byUse.slice(0, Math.max(0, sessions.length + 1 - sessionsMax)));
  return [
    ...sessions.filter((session) => !evicted.has(session)),
    { id: slot, lastUsed: slot, answered: 0, answers: [] },
  ];
}

/** The table without the session, unless it was used after that slot. */
export function expireSession<Answer>(
  sessions: Sessions<Answer>,
  id: SessionId,
  lastUsed: number,
): Sessions<Answer> {
  return sessions.filter((session) => session.id !== id || session.lastUsed > lastUsed);
}

/** What is to be done with the request. */
export function admit<Answer>(
  sessions: Sessions<Answer>,
  { session: id, sequence, answered }: Request<unknown>,
  { windowMax }: SessionLimits,
): Admission<Answer> {
  const session = sessions.find((other) => other.id === id);
  // Never opened, expired or evicted: it is not taken for a new one, or a request from before would be executed again.
  if (session === undefined) return { type: 'reject', reason: 'unknownSession' };
  const through = Math.max(session.answered, answered);
  if (sequence <= through) return { type: 'reject', reason: 'alreadyAnswered' };
  const before = session.answers.find((other) => other.sequence === sequence);
  if (before !== undefined) return { type: 'repeat', answered: before };
  return sequence > through + windowMax ? { type: 'reject', reason: 'outsideWindow' } : { type: 'execute' };
}

/** The table after a request in that slot, with its answer where it was executed. */
export function use<Answer>(
  sessions: Sessions<Answer>,
  request: Request<unknown>,
  slot: number,
  executed?: Answered<Answer>,
): Sessions<Answer> {
  return sessions.map((session) => {
    if (session.id !== request.session) return session;
    const answered = Math.max(session.answered, request.answered);
    const left =
      answered === session.answered
        ? session.answers
        : session.answers.filter(({ sequence }) => sequence > answered);
    return { ...session, lastUsed: slot, answered, answers: executed ? withAnswer(left, executed) : left };
  });
}

/** Answers come in the order of their numbers, but for a few. */
function withAnswer<Answer>(
  answers: readonly Answered<Answer>[],
  executed: Answered<Answer>,
): readonly Answered<Answer>[] {
  const all = [...answers, executed];
  const last = answers.at(-1);
  return last === undefined || last.sequence < executed.sequence
    ? all
    : all.sort((a, b) => a.sequence - b.sequence);
}
