/** The words of the book for what production says otherwise. */
import { NO_OP } from '#spec/16-the-parliament/messages.js';
import type { Decree } from '#src/paxos/decree.js';

/** A session is what its client asked for. */
export function wordOf(decree: Decree<string>): string {
  if (decree.type === 'noOp') return NO_OP;
  if (decree.type === 'openSession') return decree.nonce;
  throw new Error(`expected a session or a no-op, got ${JSON.stringify(decree)}`);
}
