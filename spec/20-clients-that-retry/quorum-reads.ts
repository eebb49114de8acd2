/** Quorum reads: a leader that puts orders into the log, and replicas that vote for them and answer reads. */
import {
  always,
  alwaysPossible,
  type CallHistory,
  linearizable,
  observe,
  role,
  type SequentialSpecification,
  type StateOf,
  sometimes,
  system,
} from '#model/index.js';
import { majorities, type Quorums } from '../14-the-synod/quorum.js';
import { leaderMachine } from './leader.js';
import type { ReadMessage } from './read-messages.js';
import { executedThrough, type ReaderContext, readerMachine } from './reader.js';
import { type Order, shop } from './shop.js';
import { show } from './show.js';

/** What makes an instance finite. */
export interface ReadSize {
  readonly orders: readonly Order[];
  /** How often the user of each replica reads, by replica. */
  readonly reads: Readonly<Record<string, number>>;
  /** Whose word is enough for a read, and whose votes decide; majorities when left out. */
  readonly quorums?: Quorums;
  /** How often a replica may crash; any number of times when left out. */
  readonly crashes?: number;
}

/** The machine of a replica, and what it keeps through a crash. */
export interface ReadParts {
  readonly reader: typeof readerMachine;
  readonly durable: readonly (keyof ReaderContext)[];
}

export const durable: ReadParts['durable'] = ['votes', 'log', 'asked'];

// #region specification
/** What is asked of the shop: an order, or how many orders it has taken. */
export type Asked = { readonly order: Order } | 'howMany';

export const readableShop: SequentialSpecification<readonly Order[], Asked, number> = {
  initial: shop.initial,
  apply: (orders, asked) => (asked === 'howMany' ? [orders, orders.length] : shop.apply(orders, asked.order)),
};
// #endregion

type Seen = CallHistory<Asked, number>;

// #region seen
/** History: what users saw. A read is called when its reader asks the others, and returns when its user is told. */
const seen = observe<Seen, ReadMessage<'accept' | 'served' | 'ask' | 'told'>>([], {
  accept: (seen, { value: order }) => [...seen, { type: 'call', id: order, operation: { order } }],
  served: (seen, { order, place }) => [...seen, { type: 'return', id: order, result: place }],
  ask: (seen, { from }) => [
    ...seen,
    { type: 'call', id: `${from}.${readsOf(from, seen).length + 1}`, operation: 'howMany' },
  ],
  told: (seen, { from, orders }) => [
    ...seen,
    { type: 'return', id: readsOf(from, seen).at(-1)!.id, result: orders },
  ],
});
// #endregion

function readsOf(reader: string, seen: Seen) {
  return seen.filter(({ type, id }) => type === 'call' && id.startsWith(`${reader}.`));
}

/** Quorum reads. An ablation puts another part in the place of the right one. */
export function quorumReads(name: string, size: ReadSize, parts: Partial<ReadParts> = {}) {
  const { reader = readerMachine, durable: kept = durable } = parts;
  const ids = Object.keys(size.reads);
  const { phase1, phase2 } = size.quorums ?? { phase1: majorities(ids), phase2: majorities(ids) };
  // #region system
  return system({
    name,
    roles: {
      leader: role(leaderMachine, {
        instances: { l: { orders: size.orders, quorums: phase2 } },
        inputs: [{ type: 'order' }],
      }),
      replica: role(reader, {
        instances: Object.fromEntries(
          Object.entries(size.reads).map(([id, reads]) => [
            id,
            { id, others: ids.filter((other) => other !== id), quorums: phase1, reads },
          ]),
        ),
        inputs: [{ type: 'read' }],
        ignores: { read: 'it has a read under way', frontier: 'it has none' },
        durable: kept,
      }),
    },
    network: 'lossy',
    // That the leader hears late of a vote makes it decide later, and nothing else.
    instant: ['accepted'],
    faults: { restarts: { replica: size.crashes ?? Number.POSITIVE_INFINITY } },
    history: { seen },
    show,
  });
  // #endregion
}

export type ReadState = StateOf<ReturnType<typeof quorumReads>>;

// #region claims
/** Whatever was served before a read began, and whatever an earlier read saw, a read sees. */
export const aReadIsNeverStale = always(
  'a read is never stale',
  ({ history }: ReadState) => linearizable(readableShop, history.seen).isLinearizable,
);

/** Where nobody crashes: a crash ends a read, too, and its user has to ask again. */
export const everyReadCanBeAnswered = alwaysPossible(
  'every read can still be answered',
  ({ replica }: ReadState) => replica.every(({ value }) => value === 'resting'),
);

/** The orders are all that stands in the log. */
export const aReadIsAnsweredMeanwhile = sometimes(
  'a read is answered without a decree while an order is under way',
  ({ history: { seen }, leader: [leader] }: ReadState) => {
    const last = seen.at(-1);
    return (
      last?.type === 'return' && last.id.includes('.') && leader!.context.proposed > leader!.context.served
    );
  },
);

export const aReadWaits = sometimes('a read waits for what it has not executed', ({ replica }: ReadState) =>
  replica.some(
    ({ value, context }) =>
      value === 'reading' && context.told.length > 1 && executedThrough(context) < context.last,
  ),
);
export const aReadWaitsBehindAHole = sometimes('a read waits behind a hole', ({ replica }: ReadState) =>
  replica.some(
    ({ context }) =>
      context.log.some(({ slot }) => slot === context.last) && executedThrough(context) < context.last,
  ),
);
// #endregion
