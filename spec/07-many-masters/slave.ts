/** A slave of several masters: it stores what it is sent, and the last writer wins. */
import { setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Value } from '../01-one-server/messages.js';
import type { Write } from '../03-one-master-many-slaves/messages.js';
import type { Written } from './messages.js';

export interface SlaveContext {
  /** What it has stored. */
  readonly value: Value | null;
  /** The master that wrote it. */
  readonly writer: string | null;
}

const base = setup({
  types: {
    context: {} as SlaveContext,
    events: {} as Received<Write>,
    emitted: {} as Sent<Written>,
  },
  guards: {
    isWelcome: () => true,
  },
});

// #region slave
export const slaveMachine = base
  .extend({
    actions: {
      store: base.assign({ value: ({ event }) => event.value, writer: ({ event }) => event.from }),
      acknowledge: base.emit(({ event }) => ({ type: 'written', to: event.from, value: event.value })),
    },
  })
  .createMachine({
    id: 'slave',
    context: { value: null, writer: null },
    on: { write: { guard: 'isWelcome', actions: ['store', 'acknowledge'] } },
  });
// #endregion
