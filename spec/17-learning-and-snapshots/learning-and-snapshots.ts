/** Chapter 17: nodes that delete the beginning of their logs, and nodes that were away. */
import { type Chapter, holds, instance } from '../chapter.js';
import {
  catchUp,
  eachDecreeIsExecutedOnce,
  itCanAlwaysCatchUp,
  itCatchesUpDecreeByDecree,
  itIsSentASnapshotThatItNeeds,
} from './catch-up.js';
import { propertiesOf } from './claims.js';
import { gallery } from './gallery.js';
import { oneCompacts } from './sizes.js';
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
