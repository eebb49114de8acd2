/** The reads of chapters 18 and 20 without writes beside them: what is sent arrives once, and nobody crashes. */
import { type Received, type StateOf, system } from '#model/index.js';
import { withLeases } from '../18-a-stable-leader/leases.js';
import type { Message } from '../18-a-stable-leader/messages.js';
import { quorumReads } from '../20-clients-that-retry/quorum-reads.js';
import type { ReadMessage } from '../20-clients-that-retry/read-messages.js';
import { NOTHING, type Prices, spentBy } from './cost.js';
import { LEADER, namesOf } from './names.js';

// #region quorum
/** The number of a read is written down before it is used. */
function pricesOfAsking(others: number): Prices<Received<ReadMessage<'ask' | 'frontier' | 'told'>>> {
  return {
    ask: () => ({ messages: others, writes: 1 }),
    frontier: () => ({ messages: 1, writes: 0 }),
    told: () => NOTHING,
  };
}

/** n1 reads once. There are no orders, and so no leader. */
export function quorumReadOf(name: string, nodes: number) {
  const reads = Object.fromEntries(namesOf(nodes).map((id) => [id, id === LEADER ? 1 : 0]));
  const { roles, show } = quorumReads(name, { orders: [], reads });
  return system({
    name,
    roles: { replica: roles.replica },
    show,
    network: 'unordered',
    history: { spent: spentBy(pricesOfAsking(nodes - 1), 'told') },
  });
}
// #endregion

// #region lease
/** A grant is not durable: who restarts waits one lease out instead. */
function pricesOfLeases(others: number): Prices<Received<Message<'ask' | 'granted' | 'answer'>>> {
  return {
    ask: () => ({ messages: others, writes: 0 }),
    granted: ({ from }) => (from === LEADER ? NOTHING : { messages: 1, writes: 0 }),
    answer: () => NOTHING,
  };
}

/** n1 leads, asks for a lease once, and may read as often as it likes. The last of the nodes only votes. */
export function leaseOf(name: string, nodes: number) {
  const ids = namesOf(nodes);
  const { roles, show } = withLeases(name, {
    rounds: Object.fromEntries(ids.slice(0, -1).map((id) => [id, id === LEADER ? 1 : 0])),
    slots: 1,
    commands: {},
    acceptors: ids,
    lease: 1,
    margin: 0,
    asks: { [LEADER]: 1 },
    drift: { misses: 0, gains: 0 },
    restarts: 0,
  });
  return system({
    name,
    roles,
    show,
    network: 'unordered',
    instant: ['prepare', 'promise', 'leads', 'leaseTick', 'grantTick', 'answer'],
    history: { spent: spentBy(pricesOfLeases(nodes - 1), 'answer') },
  });
}
// #endregion

export type QuorumReadState = StateOf<ReturnType<typeof quorumReadOf>>;
export type LeaseState = StateOf<ReturnType<typeof leaseOf>>;
