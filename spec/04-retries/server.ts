/** The servers of chapter 03, and a master that writes again until every slave has said that it has stored the value. */
import { and, assertEvent, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import type { Decided, Request, Value } from '../01-one-server/messages.js';
import type { Write } from '../03-one-master-many-slaves/messages.js';
import type { Timeout, Written } from './messages.js';

export interface ServerInput {
  /** The slaves' names for the master; none for a slave. */
  readonly slaves: readonly string[];
}

export interface ServerContext extends ServerInput {
  /** What was decided, as far as this server knows. */
  readonly value: Value | null;
  /** The slaves that have acknowledged, once or several times: a set, sorted. */
  readonly acknowledged: readonly string[];
}

const base = setup({
  types: {
    context: {} as ServerContext,
    events: {} as Received<Request | Write | Written> | Timeout,
    input: {} as ServerInput,
    emitted: {} as Sent<Decided | Write | Written>,
  },
  guards: {
    isMaster: ({ context }) => context.slaves.length > 0,
    knowsTheDecision: ({ context }) => context.value !== null,
    aSlaveIsMissing: ({ context }) => context.acknowledged.length < context.slaves.length,
  },
});

/** The action that takes note of an acknowledgement. */
export function noting(rule: (acknowledged: readonly string[], slave: string) => readonly string[]) {
  return base.assign({
    acknowledged: ({ context, event }) => {
      assertEvent(event, 'written');
      return rule(context.acknowledged, event.from);
    },
  });
}

// #region server
export const serverMachine = base
  .extend({
    guards: { mustWriteAgain: and(['isMaster', 'knowsTheDecision', 'aSlaveIsMissing']) },
    actions: {
      decide: base.assign({ value: ({ event }) => valueIn(event) }),
      replicate: base.emit(({ context }) => ({
        type: 'write',
        to: context.slaves.filter((slave) => !context.acknowledged.includes(slave)),
        value: context.value!,
      })),
      tell: base.emit(({ context, event }) => {
        assertEvent(event, 'request');
        return { type: 'decided', to: event.from, value: context.value! };
      }),
      store: base.assign({ value: ({ event }) => valueIn(event) }),
      acknowledge: base.emit(({ event }) => {
        assertEvent(event, 'write');
        return { type: 'written', to: event.from };
      }),
      note: noting(including),
    },
  })
  .createMachine({
    id: 'server',
    context: ({ input }) => ({ ...input, value: null, acknowledged: [] }),
    on: {
      request: [
        { guard: 'knowsTheDecision', actions: 'tell' },
        { guard: 'isMaster', actions: ['decide', 'replicate', 'tell'] },
      ],
      write: { actions: ['store', 'acknowledge'] },
      written: { actions: 'note' },
      timeout: { guard: 'mustWriteAgain', actions: 'replicate' },
    },
  });
// #endregion

type Event = Received<Request | Write | Written> | Timeout;

function valueIn(event: Event): Value {
  assertEvent(event, ['request', 'write']);
  return event.value;
}
