/** The words that spec and production say differently: addresses, quorums, received messages. */
import type { Pair } from '#model/index.js';
import type { Send } from '#src/paxos/effect.js';
import type { Received } from '#src/paxos/message.js';
import type { NodeId } from '#src/paxos/node-id.js';
import type { Phase, Quorums } from '#src/paxos/quorum.js';

/** The spec puts the sender's name into the message, production beside it. */
export function receivedOf<Message>(event: Pair['event']): Received<Message> {
  const { from, ...message } = event as Pair['event'] & { readonly from: NodeId };
  return { type: 'message', from, message: message as Message };
}

/** The spec puts the address into the message, production beside it. */
export function sentOf({ to, message }: Send<{ readonly type: string }>): Pair['sent'][number] {
  return { ...message, to: 'node' in to ? to.node : to.role };
}

/** The spec lists the smallest quorums, production counts: these are all sets of acceptors of the phase's size. */
export function quorumSets(quorums: Quorums, phase: Phase): readonly (readonly NodeId[])[] {
  return subsets(quorums.acceptors, quorums[phase]);
}

function subsets<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  if (size === 0) return [[]];
  return items.flatMap((first, index) =>
    subsets(items.slice(index + 1), size - 1).map((others) => [first, ...others]),
  );
}
