/** Claims about slaves that several masters write to. */
import { always, step } from '#model/index.js';
import type { Value } from '../01-one-server/messages.js';
import type { Decisions } from './history.js';

interface WithSlaves {
  readonly slave: readonly { readonly context: { readonly value: Value | null } }[];
}

interface WithDecisions {
  readonly history: { readonly decisions: Decisions };
}

// #region claims
/** No step takes a value away that every slave has. */
export const decidedStaysDecided = step('decided stays decided', (before: WithSlaves, after: WithSlaves) => {
  const value = onEverySlave(before);
  return value === null || value === onEverySlave(after);
});

/** A value that every slave had, and then had not, does not come back. */
export const decisionsDoNotComeBack = always(
  'decisions do not come back',
  ({ history: { decisions } }: WithDecisions) =>
    decisions.last === null || !decisions.former.includes(decisions.last),
);
// #endregion

/** The value that every slave has, if there is one. */
function onEverySlave({ slave: slaves }: WithSlaves): Value | null {
  const [first] = slaves.map(({ context }) => context.value);
  return slaves.every(({ context }) => context.value === first) ? (first ?? null) : null;
}
