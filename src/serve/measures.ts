/** What of a member's status Prometheus is told: each measure with its name, and how it comes from the status. */
import type { SynodStatus } from '../synod/status.js';
import type { Table } from '../table/table.js';
import type { PeerStatus } from '../transport/status.js';

export interface Measure {
  /** One that ends in `_total` counts, and never goes back while the process runs. */
  readonly name: string;
  readonly help: string;
  readonly of: (status: Status) => number;
}

/** A measure that has a value for each of several things. */
export interface Measures extends Omit<Measure, 'of'> {
  /** What tells the things apart. */
  readonly label: string;
  readonly of: (status: Status) => Readonly<Record<string, number>>;
}

type Status = SynodStatus<Table>;

export const MEASURES: readonly (Measure | Measures)[] = [
  {
    name: 'synod_executed_slot',
    help: 'The last slot that was executed here',
    of: ({ executed }) => executed,
  },
  { name: 'synod_table_revision', help: 'Changes of the table', of: ({ state }) => state.revision },
  {
    name: 'synod_table_characters',
    help: 'What the entries of the table take',
    of: ({ state }) => state.size,
  },
  {
    name: 'synod_is_leader',
    help: '1 where this member leads',
    of: ({ phase }) => Number(phase === 'leading'),
  },
  {
    name: 'synod_has_leader',
    help: '1 where this member knows who leads',
    of: ({ leader }) => Number(leader !== null),
  },
  {
    name: 'synod_has_joined',
    help: '1 where this member takes part',
    of: ({ hasJoined }) => Number(hasJoined),
  },
  {
    name: 'synod_under_way',
    help: 'What was taken and is not done: requests in the queue, proposals, reads, and persists',
    label: 'kind',
    of: ({ underWay }) => underWay,
  },
  {
    name: 'synod_compared_slot',
    help: 'The last slot after which another member was seen to have the same state',
    of: ({ compared }) => compared.agreed,
  },
  {
    name: 'synod_differences_total',
    help: 'Digests of other members that were not the one of the state here: above 0, the members have diverged',
    of: ({ compared }) => compared.differences,
  },
  {
    name: 'synod_messages_total',
    help: 'Messages between members: sent, received, and dropped for want of room',
    label: 'what',
    of: ({ counts: { sent, received, dropped } }) => ({ sent, received, dropped }),
  },
  {
    name: 'synod_connections_total',
    help: 'Connections between members: refused, closed since what came was invalid, and opened once more',
    label: 'what',
    of: ({ counts: { refused, invalid, reconnects } }) => ({ refused, invalid, reconnects }),
  },
  ofPeers('connected', '1 where messages can be sent to the peer', ({ isConnected }) => Number(isConnected)),
  ofPeers('silent_seconds', 'The time since anything last came from the peer', ({ silentMs }) =>
    silentMs === null ? undefined : silentMs / 1_000,
  ),
  ofPeers('waiting_messages', 'Messages that wait to be sent to the peer', ({ waiting }) => waiting.messages),
  ofPeers('waiting_bytes', 'Bytes that wait to be sent to the peer', ({ waiting }) => waiting.bytes),
];

/** @param value undefined where there is none for this peer */
function ofPeers(name: string, help: string, value: (peer: PeerStatus) => number | undefined): Measures {
  return {
    name: `synod_peer_${name}`,
    help,
    label: 'peer',
    of: ({ peers }) =>
      Object.fromEntries(
        Object.entries(peers).flatMap(([peer, status]) => {
          const told = value(status);
          return told === undefined ? [] : [[peer, told]];
        }),
      ),
  };
}
