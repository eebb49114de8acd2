/** A server that is the master or a slave: the master decides, and the slaves store what it decided. */
import { setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Decided, Request, Value } from '../01-one-server/messages.js';
import type { Write } from './messages.js';

export interface ServerInput {
  readonly isMaster: boolean;
}

export interface ServerContext extends ServerInput {
  /** What was decided, as far as this server knows. */
  readonly value: Value | null;
}

const base = setup({
  types: {
    context: {} as ServerContext,
    events: {} as Received<Request | Write>,
    input: {} as ServerInput,
    emitted: {} as Sent<Decided | Write>,
  },
  guards: {
    isMaster: ({ context }) => context.isMaster,
    knowsTheDecision: ({ context }) => context.value !== null,
  },
});

// #region server
export const serverMachine = base
  .extend({
    actions: {
      decide: base.assign({ value: ({ event }) => event.value }),
      replicate: base.emit(({ context }) => ({ type: 'write', to: 'slave', value: context.value! })),
      store: base.assign({ value: ({ event }) => event.value }),
      tell: base.emit(({ context, event }) => ({ type: 'decided', to: event.from, value: context.value! })),
    },
  })
  .createMachine({
    id: 'server',
    context: ({ input }) => ({ ...input, value: null }),
    on: {
      request: [
        { guard: 'knowsTheDecision', actions: 'tell' },
        { guard: 'isMaster', actions: ['decide', 'replicate', 'tell'] },
      ],
      write: { actions: 'store' },
    },
  });
// #endregion
