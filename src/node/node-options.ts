/** What a node is opened with, beside what its replica is. */
import type { ApplyEffect } from '../paxos/replica-effect.js';
import type { ReplicaOptions } from '../paxos/replica-state.js';
import type { Versions } from './handshake.js';
import type { NodeStatus } from './status.js';

export interface NodeOptions<Command, State, Answer> extends ReplicaOptions<Command, State, Answer> {
  /** The cluster's name: nodes of another one are not listened to. */
  readonly cluster: string;
  /** Is told what was executed: the decrees one after the other, and the state that they, or a snapshot, have come to. */
  readonly follow?: (
    executed: Pick<NodeStatus<State>, 'executed' | 'state'>,
    applied: readonly ApplyEffect<Command, State, Answer>[],
  ) => void;
  /** The versions that it speaks, where those are not this program's. */
  readonly versions?: Versions;
  /** Is told of inputs that were refused, and of the error that has stopped the node. */
  readonly report?: (error: unknown) => void;
}
