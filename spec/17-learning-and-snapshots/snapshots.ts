/** The Parliament of chapter 16 with nodes that put a snapshot in the place of their log's beginning. */
import { compose, observe, role, type StateOf, system } from '#model/index.js';
import { votesEverCastIn } from '../16-the-parliament/history.js';
import type { Command, Retry, Timeout } from '../16-the-parliament/leader.js';
import { learnerMachine } from '../16-the-parliament/learner.js';
import { inputsOf, leaderInput, learnersOf, nodesOf, type Size, slotsOf } from '../16-the-parliament/size.js';
import { type AcceptorInput, acceptorMachine } from './acceptor.js';
import { leaderMachine } from './leader.js';
import { type Compact, replicaMachine } from './replica.js';
import { show } from './show.js';

/** The machines of a node. */
export interface Machines {
  readonly leader: typeof leaderMachine;
  readonly acceptor: typeof acceptorMachine;
  readonly replica: typeof replicaMachine;
}

/** As large as one of chapter 16; some nodes may compact, at any moment, and all acceptors have one α. */
export interface SnapshotSize extends Size, AcceptorInput {
  readonly compacting: readonly string[];
}

/** A finite Parliament with snapshots. An ablation puts another machine in the place of the right one. */
export function withSnapshots(name: string, size: SnapshotSize, otherMachines: Partial<Machines> = {}) {
  const machines: Machines = { leader: leaderMachine, acceptor: acceptorMachine, replica: replicaMachine };
  const inputs = (id: string): readonly (Timeout | Command | Retry | Compact)[] => [
    ...inputsOf(size, id),
    ...(size.compacting.includes(id) ? [{ type: 'compact' } as const] : []),
  ];
  const acceptor: AcceptorInput = size.alpha === undefined ? {} : { alpha: size.alpha };
  const nodes = nodesOf(size).map(
    (id) => [id, { leader: leaderInput(size, id), acceptor, replica: { id } }] as const,
  );
  // #region system
  return system({
    name,
    roles: {
      node: role(compose({ ...machines, ...otherMachines }), {
        instances: Object.fromEntries(nodes),
        inputs,
        ignores: {
          promise: 'only a leader that prepares waits for promises',
          command: 'only a leader that leads takes commands; whoever gave it will ask again',
        },
      }),
      learner: role(learnerMachine, { instances: learnersOf(size) }),
    },
    network: 'lossy',
    instant: ['accepted'],
    history: { votes: observe.each(slotsOf(size), votesEverCastIn) },
    show,
  });
  // #endregion
}

/** A state of it, as its properties see it. */
export type SnapshotState = StateOf<ReturnType<typeof withSnapshots>>;
