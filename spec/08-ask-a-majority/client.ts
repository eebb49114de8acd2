/** The client: it asks its master, once a round, until it is told of a decision, and remembers what it is told. */
import { assertEvent, setup } from 'xstate';
import { including, type Received, type Round, type Sent } from '#model/index.js';
import type { ClientContext, ClientInput } from '../01-one-server/client.js';
import type { Decided, Request } from '../01-one-server/messages.js';

const base = setup({
  types: {
    context: {} as ClientContext,
    events: {} as Received<Decided | Round>,
    input: {} as ClientInput,
    emitted: {} as Sent<Request>,
  },
  guards: {
    wasToldNothing: ({ context }) => context.told.length === 0,
    isNews: ({ context, event }) => {
      assertEvent(event, 'decided');
      return !context.told.includes(event.value);
    },
  },
});

/** A request may be lost with its round, so it is made again in the next. */
// #region client
export const clientMachine = base
  .extend({
    actions: {
      ask: base.emit(({ context }) => ({ type: 'request', to: context.asks, value: context.wish })),
      remember: base.assign({
        told: ({ context, event }) => {
          assertEvent(event, 'decided');
          return including(context.told, event.value);
        },
      }),
    },
  })
  .createMachine({
    id: 'client',
    context: ({ input }) => ({ ...input, told: [] }),
    entry: 'ask',
    on: {
      round: { guard: 'wasToldNothing', actions: 'ask' },
      decided: { guard: 'isNews', actions: 'remember' },
    },
  });
// #endregion
