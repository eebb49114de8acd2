/** What goes wrong in a run, by its kind: a test names the kind that it expects, and no other one will do. */
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { SlotViolation } from '#src/paxos/slot-violation.js';

export type Kind =
  | 'two decrees in one slot'
  | 'two states after one slot'
  | 'a command executed twice'
  | 'an answer from a slot that does not hold the command'
  | 'a stale read'
  | 'other members than were decided'
  | 'a vote or a proposal in a slot of which nobody can know who governs it'
  | 'a promise told before it is durable'
  | 'a vote told before it is durable'
  | 'a ballot begun before its round is durable'
  | 'memory without a bound'
  // One node beside what it has told.
  | 'a promise broken'
  | 'a promise that leaves out a vote'
  | 'two votes in one ballot'
  | 'a round used again'
  | 'a vote forgotten'
  | 'a promise forgotten'
  | 'a decided prefix that is not executed';

export class Violation extends Error {
  override readonly name = 'Violation';

  constructor(
    readonly kind: Kind,
    account: string,
  ) {
    super(`${kind}: ${account}`);
  }
}

/** The kind of what is behind an error; of one that a node throws, its name. Undefined where there is no error. */
export function kindOf(error: unknown): string | undefined {
  if (error === undefined || error === null) return undefined;
  if (error instanceof Violation) return error.kind;
  // A node has seen for itself what a run looks for.
  if (error instanceof SlotViolation) return 'two decrees in one slot' satisfies Kind;
  if (error instanceof InvalidInput) return `an input refused for its ${error.reason}`;
  if (!(error instanceof Error)) throw error;
  return error.name === 'Error' && error.cause !== undefined ? kindOf(error.cause) : error.name;
}
