/** The instances' sizes: each as small as what is to be shown allows. */
import { configurationOf, isChange } from './configuration.js';
import type { MemberSize } from './size.js';

// #region replaced
/** n4 takes the place of n1, which leads at first. A slot is opened when the one before it is decided. */
export const oneReplaced: MemberSize = {
  alpha: 1,
  initial: configurationOf(['n1', 'n2', 'n3']),
  rounds: { n1: 2, n2: 1 },
  plans: { n1: [configurationOf(['n2', 'n3', 'n4']), 'bread'], n2: ['wine', 'cheese'] },
};
// #endregion

// #region window
/** Two slots may be open at once: while the change is under way in slot 1, slot 2 is open. */
export const windowOfTwo: MemberSize = {
  alpha: 2,
  initial: configurationOf(['n1', 'n2']),
  rounds: { n1: 2, n2: 1 },
  plans: {
    n1: [configurationOf(['n2', 'n3', 'n4']), 'olives', 'bread'],
    n2: ['wine', 'salt', 'cheese'],
  },
};
// #endregion

// #region two
/** Two changes in slots that are open at once. The first governs slot 3, the second governs from slot 4 on. */
export const twoChanges: MemberSize = {
  alpha: 2,
  initial: configurationOf(['n1', 'n2']),
  rounds: { n1: 2, n2: 1 },
  plans: {
    n1: [configurationOf(['n2', 'n3']), configurationOf(['n3', 'n4']), 'olives', 'bread'],
    n2: ['wine', 'salt', 'cheese', 'beer'],
  },
};
// #endregion

/** Leaders that do not vote, and two configurations that have nobody in common. */
export const apart: MemberSize = {
  alpha: 2,
  initial: configurationOf(['a1', 'a2']),
  rounds: { p1: 2, p2: 1 },
  plans: {
    p1: [configurationOf(['a3', 'a4']), 'olives', 'bread'],
    p2: ['wine', 'salt', 'cheese'],
  },
};

/** n2 hears nothing of decisions but what n1 tells it. */
export const bySnapshot: MemberSize = { ...windowOfTwo, tellers: ['n1'] };

/** A size as a table has it: `{n1,n2} → {n2,n3,n4}, α 2, ballots 2 + 1`. */
export function sizeInWords({ alpha, initial, plans, rounds }: MemberSize): string {
  const changes = Object.values(plans).flat().filter(isChange);
  return [
    [initial, ...changes].join(' → '),
    `α ${alpha}`,
    `ballots ${Object.values(rounds).join(' + ')}`,
  ].join(', ');
}
