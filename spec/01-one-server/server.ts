/** The server: the first request decides, and everybody who asks is told what was decided. */
import { setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Decided, Request, Value } from './messages.js';

export interface ServerContext {
  /** What was decided; `null` before that, and unchanged afterwards. */
  readonly value: Value | null;
}

const base = setup({
  types: {
    context: {} as ServerContext,
    events: {} as Received<Request>,
    emitted: {} as Sent<Decided>,
  },
  guards: {
    isUndecided: ({ context }) => context.value === null,
  },
});

// #region server
export const serverMachine = base
  .extend({
    actions: {
      decide: base.assign({ value: ({ event }) => event.value }),
      tell: base.emit(({ context, event }) => ({ type: 'decided', to: event.from, value: context.value! })),
    },
  })
  .createMachine({
    id: 'server',
    context: { value: null },
    on: {
      request: [{ guard: 'isUndecided', actions: ['decide', 'tell'] }, { actions: 'tell' }],
    },
  });
// #endregion
