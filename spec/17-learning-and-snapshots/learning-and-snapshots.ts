/** Chapter 17: nodes that delete the beginning of their logs, and nodes that were away. */
import { type Chapter, holds, instance } from '../chapter.js';
import {
  catchUp,
  eachDecreeIsExecutedOnce,
  itCanAlwaysCatchUp,
  itCatchesUpDecreeByDecree,
  itIsSentASnapshotThatItNeeds,
} from './catch-up.js';
import { propertiesOf, propertiesWithin } from './claims.js';
import { gallery } from './gallery.js';
import { oneAhead, oneCompacts } from './sizes.js';
import { withSnapshots } from './snapshots.js';

// #region chapter
export const learningAndSnapshots: Chapter = {
  id: '17-learning-and-snapshots',
  title: 'Learning, catch-up, snapshots',
  question: 'How does one who was away catch up, when the beginning of the log is gone?',
  instances: [
    instance(
      'two slots, n3 compacts',
      withSnapshots('the Parliament with snapshots', oneCompacts),
      Object.values(propertiesOf(oneCompacts)).map(holds),
    ),
    instance('the same, one slot ahead', withSnapshots('the same with α = 1', oneAhead), [
      ...Object.values(propertiesWithin(oneAhead.alpha)).map(holds),
      holds(propertiesOf(oneAhead).everythingIsExecuted),
    ]),
    instance('catching up, a log of four', catchUp('catching up'), [
      holds(eachDecreeIsExecutedOnce),
      holds(itCanAlwaysCatchUp),
      holds(itCatchesUpDecreeByDecree),
      holds(itIsSentASnapshotThatItNeeds),
    ]),
    ...gallery.map(({ instance }) => instance),
  ],
  gallery,
};
// #endregion
