/** The answers to the exercises of chapter 17, as models. */
import { leaderMachine as leaderOfChapter16 } from '../16-the-parliament/leader.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { acceptorMachine } from './acceptor.js';
import { propertiesOf } from './claims.js';
import { oneCompacts } from './sizes.js';
import { type SnapshotSize, withSnapshots } from './snapshots.js';

const { agreement, chosenStaysChosen, aSnapshotIsInstalled, aNodeGoesOnAfterIt } = propertiesOf(oneCompacts);

/** An acceptor that votes in any slot. */
const votesInDeletedSlots = acceptorMachine.provide({ guards: { isNotCompacted: () => true } });

/** Nobody can compact. */
const nobodyCompacts: SnapshotSize = { ...oneCompacts, compacting: [] };

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
  instance('3. nobody compacts', withSnapshots('nobody compacts', nobodyCompacts), [
    holds(agreement),
    fails(aSnapshotIsInstalled),
    fails(aNodeGoesOnAfterIt),
  ]),
];

export default answers;
