/** The answers to the exercises of chapter 24, as models. */

import { votersFor } from '../14-the-synod/learner.js';
import { includesQuorum } from '../14-the-synod/quorum.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { changesAtOnce } from './ablations/leaders.js';
import { propertiesOf } from './claims.js';
import { quorumsOf } from './configuration.js';
import twoNewMembers from './exercise-3.js';
import { learnerMachine } from './learner.js';
import { withMembersApart } from './members.js';
import type { MemberSize } from './size.js';
import { apart } from './sizes.js';

const oneAtATime: MemberSize = { ...apart, alpha: 1 };
const ofOne = propertiesOf(oneAtATime);
const ofTwo = propertiesOf(apart);

/** A learner that knows the first members only. */
const knowsTheFirstMembers = learnerMachine.provide({
  guards: {
    completesAQuorum: ({ context, event }) =>
      includesQuorum([...votersFor(event, context.votes), event.from], quorumsOf(apart.initial)),
  },
});

export const answers: readonly Instance[] = [
  // "At once" is then what the rule says; and no slot is open while a change is under way.
  instance(
    '1. a change governs at once, and one slot is open at a time',
    withMembersApart('at once', oneAtATime, { leader: changesAtOnce }),
    [
      holds(ofOne.agreement),
      holds(ofOne.proposedUnderTheConfigurationDecidedBefore),
      fails(ofOne.aChangeWhileASlotIsOpen),
    ],
  ),
  // Nothing goes wrong, and nothing goes on.
  instance(
    '2. a learner that knows the first members only',
    withMembersApart('the first members only', apart, { learner: knowsTheFirstMembers }),
    [holds(ofTwo.agreement), fails(ofTwo.theNewMembersDecide)],
  ),
  twoNewMembers,
];

export default answers;
