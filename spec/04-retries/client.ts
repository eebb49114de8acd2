/** A client that asks again until it is told. */
import { setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import type { ClientContext, ClientInput } from '../01-one-server/client.js';
import type { Decided, Request } from '../01-one-server/messages.js';
import type { Timeout } from './messages.js';

const base = setup({
  types: {
    context: {} as ClientContext,
    events: {} as Received<Decided> | Timeout,
    input: {} as ClientInput,
    emitted: {} as Sent<Request>,
  },
  guards: {
    isWaiting: ({ context }) => context.told.length === 0,
  },
});

// #region client
export const clientMachine = base
  .extend({
    actions: {
      ask: base.emit(({ context }) => ({ type: 'request', to: context.asks, value: context.wish })),
      remember: base.assign({
        told: ({ context, event }) =>
          event.type === 'decided' ? including(context.told, event.value) : context.told,
      }),
    },
  })
  .createMachine({
    id: 'client',
    context: ({ input }) => ({ ...input, told: [] }),
    entry: 'ask',
    on: {
      decided: { actions: 'remember' },
      timeout: { guard: 'isWaiting', actions: 'ask' },
    },
  });
// #endregion
