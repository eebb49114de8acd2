/**
 * Recovery: a new cluster that begins with the state of an old one, of which a majority is gone, or of which there is a copy.
 *
 * It has another name and other incarnations, so that members of the old one are strangers to it if they come back. The state is
 * chosen as in phase 1: what a store knows to be decided, and above that the vote of the highest ballot. With the stores of a majority
 * nothing is lost that was answered. With fewer, what none of them has voted for is: there is no other way to go on.
 */

import { isAbove } from '../paxos/ballot.js';
import type { Decree } from '../paxos/decree.js';
import type { Executed } from '../paxos/execution.js';
import { decidedThrough, decreeAt, firstOpen } from '../paxos/log.js';
import type { Machine } from '../paxos/machine.js';
import { type Kept, keep } from '../paxos/record.js';
import { replicaOf } from '../paxos/replica.js';
import type { Slot } from '../paxos/slot.js';
import { assertIsMeant } from './identity.js';
import type { LevelStorage } from './level-storage.js';

/**
 * The state that stores of one cluster have come to, for {@link initialiseStore} of each member of a new one. All of these need the
 * same.
 *
 * @throws StorageError where the stores are of different clusters.
 *
 * @example
 * const db = new MemoryLevel();
 * await initialiseLevel(db, foundCluster({ name: 'old', members: [nodeId('n1')] }), nodeId('n1'));
 * const machine = { start: 0, apply: (sum: number, add: number) => [sum + add, sum + add] as const };
 * const seed = await seedOf([await openLevel<number, number, number>(db)], machine);
 * const cluster = foundCluster({ name: 'new', members: [nodeId('n1')] });
 * await initialiseLevel(new MemoryLevel(), cluster, nodeId('n1'), seed);
 * seed.state; // → 0
 */
export async function seedOf<Command, State, Answer>(
  stores: readonly [
    LevelStorage<Command, State, Answer>,
    ...(readonly LevelStorage<Command, State, Answer>[]),
  ],
  machine: Machine<Command, State, Answer>,
): Promise<Executed<State, Answer>> {
  const [{ identity }] = stores;
  for (const other of stores) assertIsMeant(other.identity, { cluster: identity.cluster });
  const kept = await Promise.all(stores.map((store) => store.load()));
  let whole = kept.reduce((best, other) =>
    decidedThrough(other.log) > decidedThrough(best.log) ? other : best,
  );
  for (;;) {
    const slot = firstOpen(whole.log);
    const value = decreeIn(kept, slot);
    if (value === undefined) break;
    whole = keep(whole, { type: 'decided', slot, value });
  }
  const [replica] = replicaOf({ ...identity, machine }).start(whole);
  return replica.executed;
}

/** What was decided there or may have been, as far as the stores know. */
function decreeIn<Command>(
  kept: readonly Kept<Command, unknown, unknown>[],
  slot: Slot,
): Decree<Command> | undefined {
  const decided = kept.flatMap(({ log }) => decreeAt(log, slot) ?? []);
  if (decided.length > 0) return decided[0];
  const votes = kept.flatMap((one) => one.votes.filter((vote) => vote.slot === slot));
  if (votes.length === 0) return undefined;
  return votes.reduce((best, other) => (isAbove(other.ballot, best.ballot) ? other : best)).value;
}
