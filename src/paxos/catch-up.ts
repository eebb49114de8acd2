/** Catch-up: what a member is sent that lacks decrees, and what it makes of it. */
import type { Decree } from './decree.js';
import { decidedThrough, type Log } from './log.js';
import type { DecidedSlot } from './log-message.js';
import type { DecreesMessage, SnapshotMessage } from './replica-message.js';
import { type BytesOf, decreeBytes, fitting } from './size.js';
import { slot } from './slot.js';
import type { Snapshot } from './snapshot.js';

/** What goes into one message, at least one decree. */
export interface CatchUpLimits<Command> {
  readonly catchUpMax: number;
  readonly bytesMax: number;
  readonly bytesOf: BytesOf<Command>;
}

/**
 * The answer to one who knows all decrees through `decided`: the next ones, up to the limits, or the last snapshot where the next
 * were left out. Null where there is nothing to tell.
 */
export function caughtUp<Command, State, Answer>(
  log: Log<Command>,
  snapshot: Snapshot<State, Answer> | null,
  decided: number,
  { catchUpMax, bytesMax, bytesOf }: CatchUpLimits<Command>,
): DecreesMessage<Command> | SnapshotMessage<State, Answer> | null {
  if (decided >= decidedThrough(log)) return null;
  if (decided < log.base) return snapshot && { type: 'snapshot', snapshot };
  const next = log.decrees.slice(decided - log.base, decided - log.base + catchUpMax);
  const values = fitting(next, (decree) => decreeBytes(decree, bytesOf), bytesMax);
  return { type: 'decrees', after: decided, values, decided: decidedThrough(log) };
}

/** The decrees of the message, each with its slot. */
export function decisionsOf<Command>({
  after,
  values,
}: DecreesMessage<Command>): readonly DecidedSlot<Command>[] {
  return values.map((value: Decree<Command>, index) => ({ slot: slot(after + 1 + index), value }));
}
