/** A master among several: it decides, has every slave store what it decided, and then tells every client. */
import { assertEvent, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import type { Decided, Request, Value } from '../01-one-server/messages.js';
import type { Write } from '../03-one-master-many-slaves/messages.js';
import type { Written } from './messages.js';

export interface MasterInput {
  readonly slaves: readonly string[];
}

export interface MasterContext extends MasterInput {
  /** What it decided. */
  readonly value: Value | null;
  /** The slaves that have stored it: a set, sorted. */
  readonly acknowledged: readonly string[];
}

const base = setup({
  types: {
    context: {} as MasterContext,
    events: {} as Received<Request | Written>,
    input: {} as MasterInput,
    emitted: {} as Sent<Decided | Write>,
  },
  guards: {
    everySlaveHasIt: ({ context: { slaves, acknowledged } }) => acknowledged.length === slaves.length,
  },
});

// #region master
export const masterMachine = base
  .extend({
    actions: {
      decide: base.assign({
        value: ({ event }) => {
          assertEvent(event, 'request');
          return event.value;
        },
      }),
      replicate: base.emit(({ context }) => ({ type: 'write', to: 'slave', value: context.value! })),
      note: base.assign({
        acknowledged: ({ context, event }) => including(context.acknowledged, event.from),
      }),
      tell: base.emit(({ context }) => ({ type: 'decided', to: 'client', value: context.value! })),
    },
  })
  .createMachine({
    id: 'master',
    context: ({ input }) => ({ ...input, value: null, acknowledged: [] }),
    initial: 'undecided',
    states: {
      undecided: { on: { request: { target: 'replicating', actions: 'decide' } } },
      replicating: {
        entry: 'replicate',
        on: { written: { actions: 'note' } },
        always: { guard: 'everySlaveHasIt', target: 'ready' },
      },
      ready: { entry: 'tell' },
    },
  });
// #endregion
