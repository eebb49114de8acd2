/** What the service remembers of its clients, so that it knows a retry when it sees one. */
import { isSameRequest, type RequestName, type Session } from './messages.js';

/** An open session. */
export interface OpenSession {
  readonly session: Session;
  readonly client: string;
  /** The client has the answers to all requests up to this number. */
  readonly answered: number;
}

/** What a request was answered. */
export interface Answer extends RequestName {
  readonly place: number;
}

// #region table
export interface Table {
  /** The last session that was opened; the next has a number above. */
  readonly opened: Session;
  /** The open sessions, by number. */
  readonly sessions: readonly OpenSession[];
  /** The answers that a client may still ask for again, by session and number. */
  readonly answers: readonly Answer[];
}
// #endregion

export function sessionOf({ session }: RequestName, { sessions }: Table): OpenSession | undefined {
  return sessions.find((one) => one.session === session);
}

/** The answer that was given to the request, if it is remembered. */
export function answerTo(request: RequestName, { answers }: Table): Answer | undefined {
  return answers.find((answer) => isSameRequest(answer, request));
}

/** Up to which number the client has all answers, as the request and those before it say. */
export function answeredThrough(request: RequestName & { readonly answered: number }, table: Table): number {
  return Math.max(request.answered, sessionOf(request, table)?.answered ?? 0);
}

/** The answers with one more, in their order. */
export function withAnswer(answers: readonly Answer[], answer: Answer): readonly Answer[] {
  return [...answers, answer].sort((a, b) => a.session - b.session || a.number - b.number);
}
