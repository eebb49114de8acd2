/** A node's ports, which write down what goes through them: received, sent, and what becomes durable. */
import type { NodeMessage } from '../node/node-message.js';
import type { Peer, Ports, Storage, Transport } from '../node/ports.js';
import { wrappedStorage } from '../node/wrapped-storage.js';
import { wrappedTransport } from '../node/wrapped-transport.js';
import type { Configuration } from '../paxos/configuration.js';
import type { NodeId } from '../paxos/node-id.js';
import type { Kept, ReplicaRecord } from '../paxos/record.js';
import type { Snapshot } from '../paxos/snapshot.js';
import { digestOf } from './digest.js';
import type { Happening, Trace, TracedKept, TracedMessage, TracedRecord } from './event.js';

export interface TracedNode {
  readonly id: NodeId;
  readonly incarnation: number;
  /** The first one; of a member that was added later, the one that has added it. */
  readonly configuration: Configuration;
}

type Tell<Command> = (happening: Happening<Command>) => void;

/** The same ports; whatever the world may see of the node is in the trace before the world sees it. */
export function traced<Command, State, Answer>(
  ports: Ports<Command, State, Answer, NodeMessage<Command, State, Answer>>,
  { id: node, incarnation, configuration }: TracedNode,
  trace: Trace<Command>,
): Ports<Command, State, Answer, NodeMessage<Command, State, Answer>> {
  const { storage, transport } = ports;
  let number = 0;
  const tell: Tell<Command> = (happening) => {
    number++;
    trace.write({ node, incarnation, start: storage.start, number, ...happening });
  };
  return {
    ...ports,
    storage: tracedStorage(storage, configuration, tell),
    transport: tracedTransport(transport, tell, trace),
  };
}

function tracedStorage<Command, State, Answer>(
  storage: Storage<Command, State, Answer>,
  configuration: Configuration,
  tell: Tell<Command>,
): Storage<Command, State, Answer> {
  return wrappedStorage(storage, {
    load: async () => {
      const kept = await storage.load();
      tell({ kind: 'started', configuration, kept: kept === undefined ? null : tracedKept(kept) });
      return kept;
    },
    write: async (batches, witnessed) => {
      tell({ kind: 'writing', batches: batches.map((records) => records.map(tracedRecord)) });
      await storage.write(batches, witnessed);
      tell({ kind: 'written' });
    },
  });
}

function tracedTransport<Command, State, Answer>(
  transport: Transport<NodeMessage<Command, State, Answer>>,
  tell: Tell<Command>,
  trace: Trace<Command>,
): Transport<NodeMessage<Command, State, Answer>> {
  return wrappedTransport(transport, {
    open: (peer: Peer<NodeMessage<Command, State, Answer>>) =>
      transport.open({
        ...peer,
        receive: (from, said) => {
          tell({ kind: 'received', from, said: tracedMessage(said) });
          peer.receive(from, said);
        },
      }),
    send: (to, said) => {
      tell({ kind: 'sent', to, said: tracedMessage(said) });
      transport.send(to, said);
    },
    close: () => {
      transport.close();
      trace.close();
    },
  });
}

function tracedMessage<Command, State, Answer>(
  said: NodeMessage<Command, State, Answer>,
): TracedMessage<Command> {
  if (said.type !== 'told') return said;
  const { message } = said;
  if (message.type !== 'snapshot') return { ...said, message };
  return { ...said, message: { ...message, snapshot: tracedSnapshot(message.snapshot) } };
}

function tracedRecord<Command, State, Answer>(
  record: ReplicaRecord<Command, State, Answer>,
): TracedRecord<Command> {
  return record.type === 'snapshot' ? { ...record, snapshot: tracedSnapshot(record.snapshot) } : record;
}

function tracedKept<Command, State, Answer>(kept: Kept<Command, State, Answer>): TracedKept<Command> {
  return { ...kept, snapshot: kept.snapshot && tracedSnapshot(kept.snapshot) };
}

function tracedSnapshot<State, Answer>({
  state,
  sessions,
  ...snapshot
}: Snapshot<State, Answer>): Snapshot<string, never> {
  return { ...snapshot, state: digestOf([state, sessions]), sessions: [] };
}
