/** Leases over a network that loses messages for good: a leader that does nothing more, and one that tries again and again. */
import { eventually, type Fairness, type StateOf, strong, weak } from '#model/index.js';
import { isAtLeast } from '../14-the-synod/ballot.js';
import { acceptorMachine } from './acceptor.js';
import { withLeasesApart } from './leases.js';
import type { LeaseSize } from './size.js';
import { oneAcceptor } from './sizes.js';

/** n1 may ask for a lease; n2 wants to lead and to have a command decided. */
export const twoInTurn: LeaseSize = {
  ...oneAcceptor,
  commands: { n1: [], n2: ['wine'] },
  asks: { n1: 1, n2: 0 },
  restarts: 1,
};

// #region system
/** An acceptor that answers the ballot again which it promised: its first answer may be lost. */
export const answersAgain = acceptorMachine.provide({
  guards: {
    isAbovePromise: ({ context, event }) =>
      event.type === 'prepare' && isAtLeast(event.ballot, context.promised),
  },
});

export function sendingAgain(name: string, acceptor = answersAgain) {
  const system = withLeasesApart(name, twoInTurn, { acceptor, inputs: [{ type: 'retry' }] });
  return { ...system, network: 'lossy-set' as const };
}
// #endregion

// #region progress
/** n2 tries to lead, is given its command, and sends again. Nothing is assumed of n1. Time passes, and what is sent again and again arrives. */
const n2GoesOn: readonly Fairness[] = [
  ...(['timeout', 'command', 'retry'] as const).map((input) => weak({ input, at: 'n2' })),
  weak({ input: 'pass' }),
  ...(['prepare', 'promise', 'accept'] as const).map((type) => strong({ delivery: { type } })),
];

/** A leader that took a lease and was never heard of again holds nobody up for ever. */
export const theNextOneDecides = eventually(
  'the next leader gets its command decided',
  ({ learner: learners }: StateOf<ReturnType<typeof sendingAgain>>) =>
    learners.every(({ context }) => context.learned.length > 0),
  n2GoesOn,
);
// #endregion
