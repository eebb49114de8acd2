/** Replicas with one rule broken, as they are made of the right one. */
import { replicaOf } from '#src/paxos/replica.js';
import type { Make } from './replica-mutants.js';
import type { Functions } from './replica-node.js';

export type Replica = Parameters<Functions['step']>[0];
export type Input = Parameters<Functions['step']>[1];

/** The right replica, which takes another input than it is given, in another state than it is in, and may begin in another one. */
export function changed(
  change: (replica: Replica, input: Input) => readonly [Replica, Input],
  begun: (replica: Replica) => Replica = (replica) => replica,
): Make {
  return (options) => {
    const { start, step } = replicaOf(options);
    return {
      start: (kept) => {
        const [replica, effects] = start(kept);
        return [begun(replica), effects];
      },
      step: (replica, input) => step(...change(replica, input)),
    };
  };
}
