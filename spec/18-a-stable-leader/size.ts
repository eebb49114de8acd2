/** How large an instance with leases is, and what its participants are started with. */
import { leaderInput, nodesOf, quorumsOf, type Size } from '../16-the-parliament/size.js';
import type { AcceptorInput } from './acceptor.js';
import type { Ticks } from './messages.js';
import type { ReplicaInput } from './replica.js';
import type { Drift } from './time.js';

/** What makes an instance finite. */
export interface LeaseSize extends Size {
  /** The acceptors by name; one that is called as a node is that node. */
  readonly acceptors: readonly string[];
  /** How long a lease lasts for the node that holds it. */
  readonly lease: Ticks;
  /** By how much longer it lasts for those who grant it. */
  readonly margin: Ticks;
  /** By node, how often it may ask for a lease. */
  readonly asks: Readonly<Record<string, number>>;
  readonly drift: Drift;
  /** How often an acceptor that is a participant of its own may crash and start again. */
  readonly restarts: number;
}

/** The nodes, with what their parts are started with. */
export function nodeInputs(size: LeaseSize) {
  return byName(nodesOf(size), (id) => ({
    leader: leaderInput(size, id),
    replica: replicaInput(size, id),
    acceptor: acceptorInput(size),
  }));
}

/** The acceptors that are participants of their own. */
export function acceptorInputs(size: LeaseSize): Readonly<Record<string, AcceptorInput>> {
  const apart = size.acceptors.filter((id) => !nodesOf(size).includes(id));
  return byName(apart, () => acceptorInput(size));
}

function acceptorInput({ lease, margin }: LeaseSize): AcceptorInput {
  return { lease: lease + margin };
}

function replicaInput(size: LeaseSize, id: string): ReplicaInput {
  const { lease, asks, commands } = size;
  return { quorums: quorumsOf(size), lease, asks: asks[id] ?? 0, commands: commands[id] ?? [] };
}

function byName<Input>(ids: readonly string[], inputOf: (id: string) => Input): Record<string, Input> {
  return Object.fromEntries(ids.map((id) => [id, inputOf(id)]));
}
