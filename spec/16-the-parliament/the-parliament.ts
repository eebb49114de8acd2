/** Chapter 16: two slots, three nodes of which two may lead, commands that compete, and messages that get lost. */
import { type Chapter, holds, instance } from '../chapter.js';
import { propertiesOf } from './claims.js';
import { gallery } from './gallery.js';
import { parliament, parliamentApart } from './parliament.js';
import { slotRefinesVoting } from './refinement.js';
import { aDecisionIsAlwaysPossible, retrying } from './retries.js';
import { slotsOf } from './size.js';
import { apart, twoSlots } from './sizes.js';

// #region chapter
export const theParliament: Chapter = {
  id: '16-the-parliament',
  title: 'The Parliament',
  question: 'How do many decide one thing after another, and all execute them in one order?',
  instances: [
    instance('two slots, ballots 1 + 1', parliament('the Parliament', twoSlots), [
      ...Object.values(propertiesOf(twoSlots)).map(holds),
      ...slotsOf(twoSlots).map((slot) => holds(slotRefinesVoting(slot, twoSlots))),
    ]),
    instance(
      'the same, acceptors apart',
      parliamentApart('the Parliament with acceptors apart', apart),
      Object.values(propertiesOf(apart)).map(holds),
    ),
    instance('one leader, messages lost for good', retrying('a leader that sends again'), [
      holds(aDecisionIsAlwaysPossible),
    ]),
    ...gallery.map(({ instance }) => instance),
  ],
  gallery,
};
// #endregion
