/** A transport within one process: what is sent arrives a little later, as a copy, unless the receiver is gone. */

import type { Peer, Transport } from '../node/ports.js';
import type { NodeId } from '../paxos/node-id.js';

export interface MemoryNetwork {
  /** A transport for one node. */
  join<Message>(): Transport<Message>;
}

/**
 * A network within this process.
 *
 * @example
 * typeof memoryNetwork().join; // → 'function'
 */
export function memoryNetwork(): MemoryNetwork {
  const peers = new Map<NodeId, Peer<unknown>>();
  return {
    join<Message>(): Transport<Message> {
      let own: Peer<unknown> | undefined;
      return {
        open: (peer) => {
          own = peer as Peer<unknown>;
          peers.set(peer.hello.id, own);
        },
        send: (to, message) => {
          const sender = own?.hello;
          const copy: unknown = structuredClone(message);
          setImmediate(() => {
            const peer = peers.get(to);
            if (sender === undefined || peer === undefined) return;
            const objection = peer.objection(sender);
            if (objection === null) peer.receive(sender.id, copy);
            else if (objection.configuration !== undefined) own?.refused?.(objection.configuration);
          });
        },
        close: () => {
          if (own !== undefined && peers.get(own.hello.id) === own) peers.delete(own.hello.id);
        },
      };
    },
  };
}
