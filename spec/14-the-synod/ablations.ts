/**
 * Ablations: the same Synod with one rule taken away, and the properties that fall without it, in the order in which the
 * damage shows: an unsafe vote, a second value chosen, somebody told of both.
 */
import { acceptorMachine } from './acceptor.js';
import type { propertiesOf } from './claims.js';
import { proposerMachine, proposing } from './proposer.js';
import type { Machines } from './synod.js';

export interface Ablation {
  /** What the changed machine does wrong. */
  readonly name: string;
  /** The role's machine with the rule's guard or action overridden by name. */
  readonly machines: Partial<Machines>;
  /** What no longer holds of the chapter's instance. */
  readonly falls: readonly (keyof ReturnType<typeof propertiesOf>)[];
}

// #region ablations
export const ablations: readonly Ablation[] = [
  {
    name: 'a proposer that ignores reported votes',
    machines: {
      proposer: proposerMachine.provide({ actions: { sendAccept: proposing(({ value }) => value) } }),
    },
    falls: ['votesAreSafe', 'chosenStaysChosen', 'agreement'],
  },
  {
    name: 'an acceptor that forgets its promise',
    machines: { acceptor: acceptorMachine.provide({ guards: { isNotBelowPromise: () => true } }) },
    falls: ['votesAreSafe', 'chosenStaysChosen', 'agreement'],
  },
];
// #endregion
