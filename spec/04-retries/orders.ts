/** A server with another job: it takes orders. Here it does matter whether a client asks once or twice. */
import { setup } from 'xstate';
import { always, type Received, role, type Sent, system } from '#model/index.js';
import type { ClientInput } from '../01-one-server/client.js';
import type { Decided, Request } from '../01-one-server/messages.js';
import { clientMachine } from './client.js';

export interface ShopContext {
  /** The clients whose orders were carried out, one after the other. */
  readonly orders: readonly string[];
}

const base = setup({
  types: {
    context: {} as ShopContext,
    events: {} as Received<Request>,
    emitted: {} as Sent<Decided>,
  },
  guards: {
    isNew: ({ context, event }) => !context.orders.includes(event.from),
  },
});

// #region shop
export const shopMachine = base
  .extend({
    actions: {
      carryOut: base.assign({ orders: ({ context, event }) => [...context.orders, event.from] }),
      tell: base.emit(({ event }) => ({ type: 'decided', to: event.from, value: event.value })),
    },
  })
  .createMachine({
    id: 'shop',
    context: { orders: [] },
    on: {
      request: [{ guard: 'isNew', actions: ['carryOut', 'tell'] }, { actions: 'tell' }],
    },
  });
// #endregion

export interface ShopOptions {
  readonly shop?: typeof shopMachine;
  readonly network?: 'lossy-set' | 'lossy';
  readonly clients?: Readonly<Record<string, ClientInput>>;
  /** Whether the clients ask again. */
  readonly retries?: boolean;
}

const twoClients = { c1: { wish: 'olives', asks: 's1' }, c2: { wish: 'wine', asks: 's1' } } as const;

/** Two clients, each with one order. */
export function shopAndClients(
  name: string,
  { shop = shopMachine, network = 'lossy-set', clients = twoClients, retries = true }: ShopOptions = {},
) {
  return system({
    name,
    roles: {
      client: role(clientMachine, {
        instances: clients,
        inputs: retries ? [{ type: 'timeout' }] : [],
      }),
      server: role(shop, { instances: ['s1'] }),
    },
    network,
  });
}

interface WithShop {
  readonly server: readonly { readonly context: ShopContext }[];
}

// #region once
/** Each client has one order, so none is in the list twice. */
export const noOrderIsCarriedOutTwice = always('no order is carried out twice', ({ server }: WithShop) =>
  server.every(({ context: { orders } }) => new Set(orders).size === orders.length),
);
// #endregion
