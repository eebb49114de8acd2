/** The mistakes that need models of their own: those of members that leave, come back, or do not know that they left. */
import { fails, instance, type Mistake, nameOf } from '../../chapter.js';
import { propertiesOf } from '../claims.js';
import { isChange } from '../configuration.js';
import { deskMachine } from '../desk.js';
import {
  handover,
  somebodyStillHasThePrefix,
  theRestCanAlwaysCatchUp,
  whoeverIsPromotedHasCaughtUp,
} from '../handover.js';
import { aReadIsNeverStale, leasesAcrossAChange, oneByOneLater } from '../leases.js';
import { oldMemberMachine } from '../old-member.js';
import { presentMemberMachine } from '../present-member.js';
import { removal, theFormerMemberComesToRest, theMembersDecide } from '../removal.js';
import { oneSlot, wipedAndTheSame } from '../wiped.js';

/** It goes as soon as the change is decided. */
export const retiresAtOnce = oldMemberMachine.provide({ guards: { aMajorityHasThePrefix: () => true } });

/** It makes members of nodes that know nothing yet. */
export const promotesAtOnce = oldMemberMachine.provide({ guards: { aMajorityHasCaughtUp: () => true } });

/** It answers whoever asks, a member or not. */
export const promisesToAnybody = presentMemberMachine.provide({ guards: { isOfNoMember: () => false } });

/** It looks only at who governs the next slot of which it has not heard. */
export const asksThePresentMembers = deskMachine.provide({
  guards: { hasTheLeaseOfAllThatMayGovern: () => true },
});

/** It looks at what its leader has proposed and does not know to be decided, and no further. */
export const asksUntilItIsDecided = deskMachine.provide({
  guards: {
    hasTheLeaseOfAllThatMayGovern: ({ context: { proposed, through, lease } }) =>
      proposed.every(({ slot, value }) => slot <= through || !isChange(value) || value === lease),
  },
});

const handingOver = '1 old member, 3 new ones, 1 stop of a new one';

const retires = {
  id: 'C4',
  mistake: 'an old member that retires when the new ones govern',
  rule: 'an old member stays until a majority of the new ones knows all that was decided before they governed',
  consequence: 'What was decided last is lost with it.',
} as const;

const promotes = {
  id: 'C4',
  mistake: 'new members that are not observers first',
  rule: 'a node becomes a member when it has caught up',
  consequence: 'The service waits until they have: no majority of those who govern can go on.',
} as const;

const elects = {
  id: 'C6',
  mistake: 'a former member that nobody tells that it is one',
  rule: 'a member answers a node that was removed that it was, and promises nothing to it',
  consequence: 'It begins one ballot after another, and the members get nothing decided.',
} as const;

const returns = {
  id: 'D9',
  mistake: 'a node that comes back under its old name with an empty disk',
  rule: 'a node whose disk was wiped is another node',
  consequence: 'It has forgotten what it promised and how it voted, and another value is chosen.',
} as const;

const reads = {
  id: 'T16',
  mistake: 'a leader that answers reads by the leases of the present members while others are to govern',
  rule: 'from proposing a change on, a leader answers reads only with leases of all who may govern',
  consequence:
    'The new members have granted it nothing: another leader decides with them, and its answer is old.',
} as const;

const forgets = {
  id: 'T16',
  mistake: 'a leader that minds a change until it is decided, and not until it governs',
  rule: reads.rule,
  consequence:
    'It misses that the slot in between is decided: others go on with the new members, and its answer is old.',
} as const;

const { agreement } = propertiesOf(oneSlot);

export const others: readonly Mistake[] = [
  {
    ...retires,
    where: handingOver,
    instance: instance(nameOf(retires), handover(retires.mistake, retiresAtOnce), [
      fails(somebodyStillHasThePrefix),
      fails(theRestCanAlwaysCatchUp),
    ]),
  },
  {
    ...promotes,
    where: handingOver,
    instance: instance(nameOf(promotes), handover(promotes.mistake, promotesAtOnce), [
      fails(whoeverIsPromotedHasCaughtUp),
    ]),
  },
  {
    ...elects,
    where: '2 members, 1 that was removed',
    instance: instance(nameOf(elects), removal(elects.mistake, promisesToAnybody), [
      fails(theMembersDecide),
      fails(theFormerMemberComesToRest),
    ]),
  },
  {
    ...returns,
    where: '3 acceptors, 1 slot, ballots 1 + 1, 1 wiped disk',
    instance: instance(nameOf(returns), wipedAndTheSame(returns.mistake), [fails(agreement)]),
  },
  {
    ...reads,
    where: '{a1} → {a2}, α 1, ballots 2 + 1, leases that never run out',
    instance: instance(nameOf(reads), leasesAcrossAChange(reads.mistake, asksThePresentMembers), [
      fails(aReadIsNeverStale),
    ]),
  },
  {
    ...forgets,
    where: '{a1} → {a2}, α 2, ballots 2 + 1, leases that never run out',
    instance: instance(
      nameOf(forgets),
      leasesAcrossAChange(forgets.mistake, asksUntilItIsDecided, oneByOneLater),
      [fails(aReadIsNeverStale)],
    ),
  },
];
