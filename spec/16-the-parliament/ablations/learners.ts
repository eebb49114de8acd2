/** Learners that make a mistake. */
import { includesQuorum } from '../../14-the-synod/quorum.js';
import { learnerMachine } from '../learner.js';
import { twoSlots } from '../sizes.js';
import type { Row } from './row.js';

// #region adds
const addsUpBallots = learnerMachine.provide({
  guards: {
    completesAQuorum: ({ context, event }) =>
      includesQuorum([...context.votes.flatMap(({ acceptors }) => acceptors), event.from], context.quorums),
  },
});
// #endregion

export const learners: readonly Row[] = [
  {
    id: 'L4',
    mistake: 'a learner that goes by the slot alone',
    rule: 'a quorum chooses a value in one ballot: a vote of an older one counts for that one',
    consequence:
      'Votes for two values add up to a quorum for the last of them, and another one may be chosen.',
    size: twoSlots,
    machines: { learner: addsUpBallots },
    falls: ['decidedImpliesChosen', 'agreement'],
  },
];
