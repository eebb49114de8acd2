/** The client: it asks each proposer for a value, and remembers what it is told was decided. */
import { setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import type { Restored } from './memory.js';
import type { Message, Value } from './messages.js';

export interface ClientInput {
  /** What it asks of which proposer, by the proposer's name. */
  readonly requests: Readonly<Record<string, Value>>;
}

export interface ClientContext extends ClientInput {
  /** The values it was told were decided: a set, sorted. More than one would be the end of agreement. */
  readonly told: readonly Value[];
}

const base = setup({
  types: {
    context: {} as ClientContext,
    events: {} as Received<Message<'decided'>>,
    input: {} as ClientInput & Restored<ClientContext>,
    emitted: {} as Sent<Message<'request'>>,
  },
  guards: {
    isNews: ({ context, event }) => !context.told.includes(event.value),
  },
});

// #region client
export const clientMachine = base
  .extend({
    actions: {
      sendRequests: base.enqueueActions(({ context, enqueue }) => {
        for (const [proposer, value] of Object.entries(context.requests))
          enqueue.emit({ type: 'request', to: proposer, value });
      }),
      remember: base.assign({ told: ({ context, event }) => including(context.told, event.value) }),
    },
  })
  .createMachine({
    id: 'client',
    context: ({ input: { durable, ...input } }) => ({ ...input, told: [], ...durable }),
    entry: 'sendRequests',
    on: { decided: { guard: 'isNews', actions: 'remember' } },
  });
// #endregion
