/** What a node is at a moment, for its program and for people. */

import type { Governing } from '../paxos/configuration.js';
import { configurationAt, firstOpen, openConfigurations } from '../paxos/log.js';
import type { NodeId } from '../paxos/node-id.js';
import type { Replica, ReplicaOptions } from '../paxos/replica-state.js';
import { enabledIn } from '../paxos/versions.js';
import type { Membership } from './members.js';

export interface NodeStatus<State> {
  readonly phase: 'following' | 'preparing' | 'recovering' | 'leading';
  /** The leader that it hears, or is; null where it knows none. */
  readonly leader: NodeId | null;
  /** Those whose votes count for the next slot. */
  readonly voters: readonly NodeId[];
  /** The members of the slots that are open or to come: those that govern now, then each change that is decided. */
  readonly configurations: readonly Governing[];
  /** What this node is among them. */
  readonly membership: Membership;
  /** The last slot that it has executed. */
  readonly executed: number;
  /** The state after that slot. */
  readonly state: State;
  /** The highest version of decrees that the cluster uses. */
  readonly enabled: number;
  /** What it has taken and not done yet. */
  readonly underWay: {
    /** Requests that wait for a proposal, and proposals that are not decided. */
    readonly queued: number;
    readonly proposed: number;
    readonly reads: number;
    /** Writes that are not known to be on the disk. */
    readonly persists: number;
  };
  /** Whether it takes part: enough others have said that its store has all that they know of it. */
  readonly hasJoined: boolean;
  /** It was closed, or has latched shut. */
  readonly isClosed: boolean;
}

export function statusOf<Command, State, Answer>(
  { leader, election, executed, log, clients, reads, durability }: Replica<Command, State, Answer>,
  { id }: Pick<ReplicaOptions<Command, State, Answer>, 'id'>,
  {
    gathered,
    ...standing
  }: Pick<NodeStatus<State>, 'membership' | 'hasJoined' | 'isClosed'> & { readonly gathered: number },
): NodeStatus<State> {
  const { phase } = leader;
  return {
    phase,
    leader: phase === 'leading' ? id : election.hears,
    voters: configurationAt(log, firstOpen(log)).quorums.acceptors,
    configurations: openConfigurations(log),
    executed: executed.through,
    state: executed.state,
    enabled: enabledIn(executed),
    underWay: {
      queued: gathered + clients.queue.length,
      proposed: clients.proposed.length,
      reads: reads.length,
      persists: durability.pending,
    },
    ...standing,
  };
}
