/** The system: clients, and a service that takes what the network brings for the decrees of its log. */
import { role, type StateOf, system } from '#model/index.js';
import { type ClientContext, clientMachine } from './client.js';
import { answersSent, noAnswersSent, nothingSeen, seenByUsers } from './history.js';
import { type ServiceContext, serviceMachine } from './service.js';
import type { Order } from './shop.js';
import { show } from './show.js';

/** What makes an instance finite, and what may happen in it. */
export interface Size {
  /** What each client's user orders. */
  readonly orders: Readonly<Record<string, readonly Order[]>>;
  /** How many requests a client may have under way. */
  readonly window: number;
  /** How many the service reckons with; the same when left out. */
  readonly serviceWindow?: number;
  /** How many sessions may be evicted: the first ones, at any moment; none when left out. */
  readonly evictions?: number;
  /** Whether what users saw is remembered in its order; not when left out. */
  readonly remembersWhatWasSeen?: boolean;
  /** Whether it is remembered that a request was answered twice; not when left out. */
  readonly remembersAnswers?: boolean;
  /** `lossy` when left out. */
  readonly network?: 'lossy' | 'lossy-set';
}

/** The machines of the roles, and what is in a snapshot. */
export interface Parts {
  readonly client: typeof clientMachine;
  readonly service: typeof serviceMachine;
  readonly snapshot: readonly (keyof ServiceContext)[];
}

// #region snapshot
/** What a snapshot holds: the state machine's state, and all by which the service knows a retry. */
export const snapshot: Parts['snapshot'] = ['orders', 'opened', 'sessions', 'answers'];
// #endregion

/** Clients that retry. An ablation puts another part in the place of the right one. */
export function clientsThatRetry(name: string, size: Size, parts: Partial<Parts> = {}) {
  const { client, service, ...kept } = { client: clientMachine, service: serviceMachine, snapshot, ...parts };
  const { window, serviceWindow = window, evictions = 0, network = 'lossy' } = size;
  // #region system
  return system({
    name,
    roles: {
      client: role(client, {
        instances: Object.fromEntries(
          Object.entries(size.orders).map(([id, orders]) => [id, { orders, window }]),
        ),
        inputs: [{ type: 'order' }, { type: 'timeout' }],
        ignores: {
          order: 'its user waits until it has a session',
          opened: 'it has a session',
          answer: 'it has given up',
          refused: 'it knows',
        },
      }),
      service: role(service, {
        instances: { shop: { window: serviceWindow } },
        inputs: Array.from({ length: evictions }, (_, at) => ({ type: 'evict', session: at + 1 }) as const),
        durable: kept.snapshot,
      }),
    },
    network,
    faults: { restarts: { service: Infinity } },
    history: {
      seen: size.remembersWhatWasSeen ? seenByUsers : nothingSeen,
      answers: size.remembersAnswers ? answersSent : noAnswersSent,
    },
    show,
  });
  // #endregion
}

/** A state of the system, as its properties see it. */
export type ShopState = StateOf<ReturnType<typeof clientsThatRetry>>;

/** A client, as its properties see it. */
export type Client = ShopState['client'][number] & { readonly context: ClientContext };
