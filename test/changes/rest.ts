/** A member that was away while it was removed, as a node: how often it asks for an election when it is back. */
import { setTimeout as pause } from 'node:timers/promises';
import { openNode } from '#src/node/node.js';
import type { NodeMessage } from '#src/node/node-message.js';
import type { Transport } from '#src/node/ports.js';
import { systemClock } from '#src/node/system-clock.js';
import { wrappedTransport } from '#src/node/wrapped-transport.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { memoryNetwork } from '#src/transport/memory-network.js';
import { until } from '#test/transport/words.js';
import { first, n1, n2, n3 } from '#test/unit/paxos/log-words.js';
import { machine, type State } from '#test/unit/paxos/replica-words.js';

type Message = NodeMessage<string, State, number>;
export type Around = (transport: Transport<Message>) => Transport<Message>;

const limits = {
  alpha: 8,
  proposalsMax: 8,
  electionMs: 40,
  heartbeatMs: 10,
  resendMs: 20,
  leaseMs: 20,
  leaseMarginMs: 4,
};

/**
 * Its polls in ten times as long as it waits for a leader, when it has been back for as long.
 *
 * @throws Error where it did not even poll while it was away.
 */
export async function pollsWhenBack(around: Around): Promise<number> {
  const network = memoryNetwork();
  let gone: typeof n1 | undefined;
  let isAway = true;
  let polls = 0;
  const isCutOff = (id: typeof n1) => isAway && id === gone;
  const open = async (id: typeof n1) => {
    const under = network.join<Message>();
    const watched = wrappedTransport<Message>(under, {
      open: (peer) =>
        under.open({
          ...peer,
          receive: (from, said) => {
            if (!isCutOff(from) && !isCutOff(id)) peer.receive(from, said);
          },
        }),
      send: (to, said) => {
        if (said.type === 'told' && said.message.type === 'poll' && id === gone) polls++;
        if (!isCutOff(id)) under.send(to, said);
      },
    });
    const storage = memoryStorage<string, State, number>({ alpha: limits.alpha, configuration: first });
    const member = { id, incarnation: 0, cluster: 'tests', configuration: first };
    const ports = { clock: systemClock, random: Math.random, storage, transport: around(watched) };
    return openNode({ ...member, machine, limits }, ports);
  };
  const nodes = await Promise.all([n1, n2, n3].map(open));
  try {
    const leader = () => nodes.find(({ status }) => status.phase === 'leading' && status.leader !== gone);
    await until(() => leader() !== undefined, 'a leader');
    gone = nodes.find((node) => node !== leader())!.options.id;
    const stay = nodes.filter(({ options }) => options.id !== gone);
    for (;;) {
      const reply = await leader()?.change({ type: 'remove', id: gone });
      if (reply?.type === 'decided') break;
      await pause(5);
    }
    const isGone = ({ status }: (typeof nodes)[number]) => !status.voters.some((id) => id === gone);
    await until(() => stay.every(isGone), 'members that have removed it');
    await until(() => polls > 0, 'a poll of one that is away');
    isAway = false;
    await pause(10 * limits.electionMs);
    polls = 0;
    await pause(10 * limits.electionMs);
    return polls;
  } finally {
    for (const node of nodes) node.close();
  }
}

/** A transport that tells nobody that the others do not know it. */
export const unheeding: Around = (transport) =>
  wrappedTransport(transport, {
    open: ({ refused: _, ...peer }) => transport.open(peer),
    send: (to, said) => transport.send(to, said),
  });
