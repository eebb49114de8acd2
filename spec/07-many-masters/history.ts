/** History: the values that every slave had at once. Only properties read it; no participant can. */
import { including, observe, type Received } from '#model/index.js';
import type { Value } from '../01-one-server/messages.js';
import type { Written } from './messages.js';

// #region history
export interface Decisions {
  /** What each slave has stored. */
  readonly stored: Readonly<Record<string, Value>>;
  /** The value that every slave had last. */
  readonly last: Value | null;
  /** The values that every slave had before that one: a set, sorted. */
  readonly former: readonly Value[];
}
// #endregion

/** The decisions of these slaves, as told by their acknowledgements. */
export function decisionsOf(slaves: readonly string[]) {
  return observe<Decisions, Written>(
    { stored: {}, last: null, former: [] },
    { written: (decisions, written) => after(decisions, written, slaves) },
  );
}

function after(
  { stored, last, former }: Decisions,
  { from, value }: Received<Written>,
  slaves: readonly string[],
): Decisions {
  const now = { ...stored, [from]: value };
  if (last === value || slaves.some((slave) => now[slave] !== value)) return { stored: now, last, former };
  return { stored: now, last: value, former: last === null ? former : including(former, last) };
}
