/** The words that spec and production say differently: addresses, quorums, received messages. */
import type { Pair } from '#model/index.js';
import { acceptorsOf, quorumsOf, type Size } from '#spec/14-the-synod/size.js';
import type { Address, Role, Send } from '#src/paxos/effect.js';
import type { Message, Received } from '#src/paxos/message.js';
import { type NodeId, nodeId } from '#src/paxos/node-id.js';
import { type Phase, type Quorums, quorums } from '#src/paxos/quorum.js';

/** The spec puts the sender's name into the message, production beside it. */
export function receivedOf<Message>(event: Pair['event']): Received<Message> {
  const { from, ...message } = event as Pair['event'] & { readonly from: NodeId };
  return { type: 'message', from, message: message as Message };
}

/**
 * The sends that the spec's messages are in production. The spec has one word for a role and for a node of that name;
 * here a promise goes to one node, and everything else to all nodes of a role.
 */
export function sendsOf<Sent extends Message<string>>({ sent }: Pick<Pair, 'sent'>): readonly Send<Sent>[] {
  return sent.map(({ to, ...message }) => {
    const address: Address = message.type === 'promise' ? { node: to as NodeId } : { role: to as Role };
    return { type: 'send', to: address, message: message as unknown as Sent };
  });
}

/** The quorums of an instance as production has them: their sizes, which must be all that there is to them. */
export function productionQuorums(size: Size): Quorums {
  const { phase1, phase2 } = quorumsOf(size);
  return quorums({
    acceptors: acceptorsOf(size).map(nodeId),
    phase1: phase1[0]!.length,
    phase2: phase2[0]!.length,
  });
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
