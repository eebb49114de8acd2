/** A node at the other end of the network, as those who ask it see it. */
import type { Host } from './host.js';
import type { Network } from './network.js';
import type { Watch } from './watch.js';
import type { Asked, Entry, Reply } from './words.js';

/** The node of that host, for somebody of that name. */
export function remoteEntry(
  host: Host,
  name: string,
  network: Pick<Network, 'carryOnce'>,
  watch: Watch,
): Entry {
  const call = (asked: Asked, ask: (entry: Entry) => Promise<Reply>, isRead = false): Promise<Reply> =>
    new Promise((resolve) => {
      const arrive = (): void => {
        const { node, entry } = host;
        if (node === null || entry === null) return;
        void ask(entry).then(
          (reply) => {
            // A process that is gone tells nothing, and one that latches shut has not been told by its replica.
            if (host.node !== node || node.isClosed) return;
            if (isRead) watch.read(host.id, reply);
            watch.replied(asked, reply);
            network.carryOnce(host.id, name, () => resolve(reply), 'reply');
          },
          () => {
            // The driver has reported why it was refused, and so has the watch.
          },
        );
      };
      // A client asks within a process, or over a connection, which repeats nothing.
      network.carryOnce(name, host.id, () => host.computer.whenAwake(arrive), 'call');
    });
  return {
    options: host,
    request: (request) => call(request.command, (entry) => entry.request(request)),
    openSession: (nonce) => call({ type: 'openSession', nonce }, (entry) => entry.openSession(nonce)),
    change: (change) => call(change, (entry) => entry.change(change)),
    read: (command, withinMs) => call(null, (entry) => entry.read(command, withinMs), true),
  };
}
