/**
 * A node whose disk is nearly full leaves it to others to lead: it keeps to itself what only a leader says, and one that wants to lead, and
 * does not hear that it is to lead, as if the network had lost it. The others elect one that can take proposals.
 */
import type { NodeId } from '../paxos/node-id.js';
import type { ReplicaMessage } from '../paxos/replica-message.js';
import type { Storage } from './ports.js';

type Message = ReplicaMessage<unknown, unknown, unknown>;
type Space = Pick<Storage<unknown, unknown, unknown>, 'isNearlyFull'>;

const OF_LEADERS: readonly string[] = ['heartbeat', 'poll'];

export function isKeptBack({ type }: Message, storage: Space): boolean {
  return OF_LEADERS.includes(type) && storage.isNearlyFull?.() === true;
}

export function isMissed(message: Message, to: NodeId, storage: Space): boolean {
  return message.type === 'release' && message.to === to && storage.isNearlyFull?.() === true;
}
