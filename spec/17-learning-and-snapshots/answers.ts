/** The answers to the exercises of chapter 17, as models. */
import { firstOpen, leaderMachine as leaderOfChapter16, nextSlot } from '../16-the-parliament/leader.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { acceptorMachine } from './acceptor.js';
import { propertiesOf, propertiesWithin } from './claims.js';
import { leaderMachine } from './leader.js';
import { oneAhead, oneCompacts } from './sizes.js';
import { type SnapshotSize, withSnapshots } from './snapshots.js';

const { agreement, chosenStaysChosen, aSnapshotIsInstalled, aNodeGoesOnAfterIt } = propertiesOf(oneCompacts);
const { aPromiseCarriesAtMostAlphaVotes } = propertiesWithin(oneAhead.alpha);

/** An acceptor that votes in any slot. */
const votesInDeletedSlots = acceptorMachine.provide({ guards: { isNotCompacted: () => true } });

/** Nobody can compact. */
const nobodyCompacts: SnapshotSize = { ...oneCompacts, compacting: [] };

/** It proposes no further than one slot after the decrees that it knows. */
const proposesOneAhead = leaderMachine.provide({
  guards: { hasASlotLeft: ({ context }) => nextSlot(context) <= Math.min(firstOpen(context), context.slots) },
});

/** An acceptor that votes in any slot after its snapshot. */
const votesAnywhere = acceptorMachine.provide({ guards: { isInReach: () => true } });

export const answers: readonly Instance[] = [
  // The replica installs the snapshot; the leader sees holes where it stands for decrees, and fills them.
  instance(
    '1. the leader of chapter 16',
    withSnapshots('the leader of chapter 16', oneCompacts, { leader: leaderOfChapter16 }),
    [fails(chosenStaysChosen), fails(agreement)],
  ),
  // From the ballot in which a value was chosen on, nothing else is proposed there; and in the ballots below nothing else can be chosen.
  instance(
    '2. votes in deleted slots',
    withSnapshots('votes in deleted slots', oneCompacts, { acceptor: votesInDeletedSlots }),
    [holds(agreement), holds(chosenStaysChosen)],
  ),
  instance(
    '2. votes in deleted slots, one slot ahead',
    withSnapshots('votes in deleted slots, α = 1', oneAhead, { acceptor: votesInDeletedSlots }),
    [fails(aPromiseCarriesAtMostAlphaVotes)],
  ),
  instance('3. nobody compacts', withSnapshots('nobody compacts', nobodyCompacts), [
    holds(agreement),
    fails(aSnapshotIsInstalled),
    fails(aNodeGoesOnAfterIt),
  ]),
  // The leader knows of a decision, and the acceptor who votes for its next proposal does not.
  instance(
    '4. a leader that keeps to α',
    withSnapshots('a leader that keeps to α', oneAhead, {
      leader: proposesOneAhead,
      acceptor: votesAnywhere,
    }),
    [fails(aPromiseCarriesAtMostAlphaVotes)],
  ),
  instance('4. nobody compacts', withSnapshots('nobody compacts, α = 1', { ...oneAhead, compacting: [] }), [
    holds(aPromiseCarriesAtMostAlphaVotes),
    fails(propertiesOf(oneAhead).everythingIsExecuted),
  ]),
];

export default answers;
