/** Catching up: a log of four decrees, two peers that know it and may compact, and a follower that may crash. */
import { always, alwaysPossible, role, type StateOf, sometimes, system } from '#model/index.js';
import type { Value } from '../14-the-synod/messages.js';
import { type FollowerContext, followerMachine } from './follower.js';
import { peerMachine } from './peer.js';

const log: readonly Value[] = ['olives', 'bread', 'wine', 'salt'];

/** Catching up; with another peer, or with a follower that keeps less in a crash, in the place of the right ones. */
export function catchUp(
  name: string,
  peer: typeof peerMachine = peerMachine,
  durable: readonly (keyof FollowerContext)[] = ['state', 'applied'],
) {
  // #region system
  return system({
    name,
    roles: {
      peer: role(peer, { instances: { p1: { log }, p2: { log } }, inputs: [{ type: 'compact' }] }),
      follower: role(followerMachine, { instances: { f: {} }, inputs: [{ type: 'ask' }], durable }),
    },
    network: 'lossy-latest',
    faults: { restarts: { follower: Number.POSITIVE_INFINITY } },
  });
  // #endregion
}

type State = StateOf<ReturnType<typeof catchUp>>;

const followerIn = ({ follower: [follower] }: State): FollowerContext => follower!.context;

// #region claims
/** What it has executed is a beginning of the log. */
export const eachDecreeIsExecutedOnce = always('each decree is executed once', (state: State) =>
  followerIn(state).state.every((value, index) => value === log[index]),
);

export const itCanAlwaysCatchUp = alwaysPossible(
  'it can always catch up',
  (state: State) => followerIn(state).applied === log.length,
);

/** Without these, the two above could hold although nothing is ever deleted. */
export const itCatchesUpDecreeByDecree = sometimes(
  'it catches up decree by decree',
  (state: State) =>
    followerIn(state).applied === log.length && state.peer.every(({ context }) => context.base === 0),
);

export const itIsSentASnapshotThatItNeeds = sometimes('it is sent a snapshot that it needs', (state: State) =>
  state.messages('snapshot').some(({ slot }) => slot > followerIn(state).applied),
);
// #endregion
