/** The client: it asks for what it would like, and remembers what it is told was decided. */
import { setup } from 'xstate';
import { type Address, including, type Received, type Sent } from '#model/index.js';
import type { Decided, Request, Value } from './messages.js';

export interface ClientInput {
  /** What it would like. */
  readonly wish: Value;
  /** Whom it asks. */
  readonly asks: Address;
}

export interface ClientContext extends ClientInput {
  /** What it was told was decided: a set, sorted. Two values in it would be one too many. */
  readonly told: readonly Value[];
}

const base = setup({
  types: {
    context: {} as ClientContext,
    events: {} as Received<Decided>,
    input: {} as ClientInput,
    emitted: {} as Sent<Request>,
  },
});

// #region client
export const clientMachine = base
  .extend({
    actions: {
      ask: base.emit(({ context }) => ({ type: 'request', to: context.asks, value: context.wish })),
      remember: base.assign({ told: ({ context, event }) => including(context.told, event.value) }),
    },
  })
  .createMachine({
    id: 'client',
    context: ({ input }) => ({ ...input, told: [] }),
    entry: 'ask',
    on: { decided: { actions: 'remember' } },
  });
// #endregion
