/** Chapter 24: decrees that say who the members are, and what happens while they come and go. */
import { type Chapter, holds, instance } from '../chapter.js';
import { propertiesOf } from './claims.js';
import { gallery } from './gallery.js';
import {
  handover,
  oneCatchesUpFromANewMember,
  somebodyStillHasThePrefix,
  theRestCanAlwaysCatchUp,
  whoeverIsPromotedHasCaughtUp,
} from './handover.js';
import {
  agreement,
  anotherAnswersAfterAChange,
  aReadIsNeverStale,
  leasesAcrossAChange,
  oneByOneLater,
} from './leases.js';
import { withMembers, withMembersApart } from './members.js';
import { removal, theFormerMemberComesToRest, theMembersDecide } from './removal.js';
import type { MemberSize } from './size.js';
import { apart, bySnapshot, oneReplaced, twoChanges, windowOfTwo } from './sizes.js';
import { oneSlot, wipedAndAnother } from './wiped.js';

// #region claimed
/** What is always so, and that the new members decide something. */
function claimedOf(size: MemberSize) {
  const { aChangeWhileASlotIsOpen, twoChangesInFlight, theLeaderIsRemoved, twoLeadDifferentMembers, ...all } =
    propertiesOf(size);
  return {
    all: Object.values(all).map(holds),
    aChangeWhileASlotIsOpen: holds(aChangeWhileASlotIsOpen),
    twoChangesInFlight: holds(twoChangesInFlight),
    theLeaderIsRemoved: holds(theLeaderIsRemoved),
    twoLeadDifferentMembers: holds(twoLeadDifferentMembers),
  };
}
// #endregion

const replaced = claimedOf(oneReplaced);
const window = claimedOf(windowOfTwo);
const two = claimedOf(twoChanges);
const strangers = claimedOf(apart);
const told = claimedOf(bySnapshot);

// #region chapter
export const addingAndRemovingNodes: Chapter = {
  id: '24-adding-and-removing-nodes',
  title: 'Adding and removing nodes',
  question: 'How do the members of a Parliament change, while it goes on deciding?',
  instances: [
    instance('one member replaced', withMembers('one member replaced', oneReplaced), [
      ...replaced.all,
      replaced.theLeaderIsRemoved,
      replaced.twoLeadDifferentMembers,
    ]),
    instance('a window of two', withMembers('a window of two', windowOfTwo), [
      ...window.all,
      window.aChangeWhileASlotIsOpen,
      window.theLeaderIsRemoved,
      window.twoLeadDifferentMembers,
    ]),
    instance('two changes', withMembers('two changes', twoChanges), [
      ...two.all,
      two.aChangeWhileASlotIsOpen,
      two.twoChangesInFlight,
      two.theLeaderIsRemoved,
      two.twoLeadDifferentMembers,
    ]),
    instance('nobody in common, acceptors apart', withMembersApart('nobody in common', apart), [
      ...strangers.all,
      strangers.aChangeWhileASlotIsOpen,
      strangers.theLeaderIsRemoved,
      strangers.twoLeadDifferentMembers,
    ]),
    instance('one leader knows by snapshots', withMembers('snapshots', bySnapshot), [
      ...told.all,
      told.aChangeWhileASlotIsOpen,
      told.twoLeadDifferentMembers,
    ]),
    instance('a disk is wiped', wipedAndAnother('a disk is wiped'), [holds(propertiesOf(oneSlot).agreement)]),
    instance('handing over', handover('handing over'), [
      holds(somebodyStillHasThePrefix),
      holds(whoeverIsPromotedHasCaughtUp),
      holds(theRestCanAlwaysCatchUp),
      holds(oneCatchesUpFromANewMember),
    ]),
    instance('after a removal', removal('after a removal'), [
      holds(theMembersDecide),
      holds(theFormerMemberComesToRest),
    ]),
    instance('leases across a change', leasesAcrossAChange('leases across a change'), [
      holds(agreement),
      holds(aReadIsNeverStale),
      holds(anotherAnswersAfterAChange),
    ]),
    instance(
      'leases across a change that governs later',
      leasesAcrossAChange('leases across a later change', undefined, oneByOneLater),
      [holds(agreement), holds(aReadIsNeverStale), holds(anotherAnswersAfterAChange)],
    ),
    ...gallery.map(({ instance }) => instance),
  ],
  gallery,
};
// #endregion
