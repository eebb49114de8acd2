/** What a client is told in the place of an answer: a code for programs, a message for people, and the status that fits. */
import { AGAINST } from '../node/member-change.js';
import { Busy, OutcomeUnknown, Rejected, SessionOver } from '../node/outcome.js';
import { InvalidInput } from '../paxos/invalid-input.js';
import { InvalidOption } from '../synod/given.js';
import { NodeClosed } from '../synod/node-closed.js';
import type { TableAnswer } from '../table/table.js';

export const CODES = {
  /** The request is not as the document of the API says. */
  invalid: 400,
  unauthorized: 401,
  /** There is no such key, or no such address. */
  notFound: 404,
  /** Nothing was changed: the key is not at the revision that was expected. */
  conflict: 409,
  /** The session has ended, or was never opened. What it has asked for may have been executed. */
  unknownSession: 410,
  /** The client has said that it has the answer to this request of its session. */
  alreadyAnswered: 409,
  /** Changes that are asked for are not kept any more: list the keys, and watch from there. */
  compacted: 410,
  /** Nothing was changed: key, value or request are too large. */
  tooLarge: 413,
  /** A mistake of the server. */
  internal: 500,
  /** Nothing was changed: there is too much to do. Try again later, and less often. */
  busy: 503,
  /** Nothing was changed: no leader was found in time. */
  notLeader: 503,
  /** Nothing was changed, for another reason. */
  rejected: 503,
  /** The members were not changed: the reason says what stands against it. */
  refused: 409,
  /** The server takes no part any more. */
  closed: 503,
  /** It may have been executed. */
  unknown: 504,
  /** The read was not answered in its time. */
  late: 504,
  /** Nothing was changed: there is no room in the table, or hardly any on the disk. */
  full: 507,
} as const;

export type Code = keyof typeof CODES;

/** A request that is not answered with what it asked for. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: Code,
    message: string,
    /** What programs may want to know besides. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** It as a client is told it. */
export function bodyOf({ code, message, details }: Problem): object {
  return { error: { code, message, ...details } };
}

/** What is told of an error that was thrown on the way. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof SessionOver) return new Problem(error.reason, error.message);
  if (error instanceof OutcomeUnknown) return new Problem('unknown', error.message);
  if (error instanceof Busy) return new Problem('busy', error.message);
  if (error instanceof Rejected) return new Problem(codeOf(error), error.message, { reason: error.reason });
  if (error instanceof NodeClosed) return new Problem('closed', error.message);
  if (error instanceof InvalidOption) return new Problem('invalid', error.message);
  if (error instanceof InvalidInput) return new Problem('tooLarge', error.message);
  return ofFastify(error);
}

/** What the table has refused. */
export function refusal(
  answer: Extract<TableAnswer, { type: 'conflict' | 'tooLarge' | 'full' }>,
  key: string,
): Problem {
  const { type, ...details } = answer;
  if (type === 'full')
    return new Problem('full', 'expected room in the table; got none. Delete what is not needed.', details);
  if (type === 'tooLarge')
    return new Problem(
      'tooLarge',
      `expected a shorter key or value; got those of ${key.slice(0, 100)}.`,
      details,
    );
  const { modRevision } = answer as Extract<TableAnswer, { type: 'conflict' }>;
  const got = modRevision === 0 ? 'no such key' : `revision ${modRevision}`;
  return new Problem(
    'conflict',
    `expected ${key} at another revision; got ${got}. Read it, and try again.`,
    details,
  );
}

function codeOf({ reason }: Rejected): Code {
  if (reason === 'diskFull') return 'full';
  if (reason === 'removed') return 'closed';
  if (AGAINST.includes(reason)) return 'refused';
  return reason === 'notLeader' || reason === 'late' ? reason : 'rejected';
}

/** What fastify has refused has a status of its own. */
function ofFastify(error: unknown): Problem {
  const { statusCode = 500, message } = error as { readonly statusCode?: number; readonly message: string };
  if (statusCode === 413) return new Problem('tooLarge', message);
  if (statusCode === 404) return new Problem('notFound', message);
  if (statusCode < 500) return new Problem('invalid', message);
  return new Problem('internal', 'expected an answer; got a mistake of the server, which its log tells.');
}
