/** What must be true where logs lose their beginnings, and what must be possible. */
import { always, sometimes } from '#model/index.js';
import { propertiesOf as propertiesOfChapter16 } from '../16-the-parliament/claims.js';
import type { SnapshotSize, SnapshotState } from './snapshots.js';

/** The properties by name: those of chapter 16, except that a leader leaves out the slots that a snapshot stands for. */
export function propertiesOf(size: SnapshotSize) {
  const { aLeaderLeavesNoHole, ...others } = propertiesOfChapter16(size);
  const installed = ({ node: nodes }: SnapshotState) =>
    nodes.filter(({ id, context }) => context.replica.snapshot !== null && !size.compacting.includes(id));
  return {
    ...others,

    // #region sometimes
    /** Somebody has a snapshot who cannot have made it. */
    aSnapshotIsInstalled: sometimes(
      'a snapshot is installed',
      (state: SnapshotState) => installed(state).length > 0,
    ),

    aNodeGoesOnAfterIt: sometimes('a node goes on after an installed snapshot', (state: SnapshotState) =>
      installed(state).some(
        ({ context: { replica } }) => replica.executed.at(-1)!.slot > replica.snapshot!.slot,
      ),
    ),
    // #endregion
  };
}

/** The properties of promises by name, where acceptors vote in no more than α slots after their snapshots. */
export function propertiesWithin(alpha: number) {
  return {
    // #region alpha
    /** However long the log is, and however little the acceptor knows of it. */
    aPromiseCarriesAtMostAlphaVotes: always(
      'a promise carries at most α votes',
      ({ messages }: SnapshotState) => messages('promise').every(({ votes }) => votes.length <= alpha),
    ),

    aPromiseCarriesAlphaVotes: sometimes('a promise carries α votes', ({ messages }: SnapshotState) =>
      messages('promise').some(({ votes }) => votes.length === alpha),
    ),

    aVoteOutOfReachIsAskedFor: sometimes(
      'a vote out of reach is asked for',
      ({ messages, node: nodes }: SnapshotState) =>
        messages('accept').some(({ slot }) =>
          nodes.some(({ context: { acceptor } }) => slot > (acceptor.snapshot?.slot ?? 0) + alpha),
        ),
    ),
    // #endregion
  };
}

export type PropertyName = keyof (ReturnType<typeof propertiesOf> & ReturnType<typeof propertiesWithin>);
