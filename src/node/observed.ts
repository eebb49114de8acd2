/** A node's ports, which tell an observer what its status cannot: how long its writes take, and who has begun to lead. */
import { type Ballot, isAbove } from '../paxos/ballot.js';
import type { NodeMessage } from './node-message.js';
import type { Ports, Transport } from './ports.js';
import { wrappedStorage } from './wrapped-storage.js';
import { wrappedTransport } from './wrapped-transport.js';

export interface Observer {
  /** A write is durable that many milliseconds after it began. */
  readonly wrote: (ms: number) => void;
  /** This member asks for promises in a higher ballot than before: it wants to lead. */
  readonly campaigned: () => void;
  /** A leader is heard in a higher ballot than before; it may be this member itself. */
  readonly led: (ballot: Ballot) => void;
  /** A leader has said that it knows all decrees through that slot. */
  readonly decided: (through: number) => void;
}

export function observed<Command, State, Answer>(
  ports: Ports<Command, State, Answer, NodeMessage<Command, State, Answer>>,
  observer: Observer,
): Ports<Command, State, Answer, NodeMessage<Command, State, Answer>> {
  const { storage, transport, clock } = ports;
  return {
    ...ports,
    storage: wrappedStorage(storage, {
      write: async (batches, witnessed) => {
        const before = clock.now();
        await storage.write(batches, witnessed);
        observer.wrote(clock.now() - before);
      },
    }),
    transport: observedTransport(transport, observer),
  };
}

function observedTransport<Command, State, Answer>(
  transport: Transport<NodeMessage<Command, State, Answer>>,
  observer: Observer,
): Transport<NodeMessage<Command, State, Answer>> {
  const isNewLeader = rising();
  const isNewCampaign = rising();
  const look = (said: NodeMessage<Command, State, Answer>): void => {
    if (said.type !== 'told' || said.message.type !== 'heartbeat') return;
    const { ballot, decided } = said.message;
    if (isNewLeader(ballot)) observer.led(ballot);
    observer.decided(decided);
  };
  return wrappedTransport(transport, {
    open: (peer) =>
      transport.open({
        ...peer,
        receive: (from, said) => {
          look(said);
          peer.receive(from, said);
        },
      }),
    send: (to, said) => {
      look(said);
      if (said.type === 'told' && said.message.type === 'prepare' && isNewCampaign(said.message.ballot))
        observer.campaigned();
      transport.send(to, said);
    },
  });
}

/** Whether a ballot is above all those of the calls before. */
function rising(): (ballot: Ballot) => boolean {
  let highest: Ballot | null = null;
  return (ballot) => {
    const isHigher = isAbove(ballot, highest);
    if (isHigher) highest = ballot;
    return isHigher;
  };
}
