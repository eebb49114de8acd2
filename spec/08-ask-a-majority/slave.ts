/** The slave: it tells what it stored last, stores what it is told, and never goes back to an earlier round. */
import { assertEvent, setup } from 'xstate';
import type { Received, Round, Sent } from '#model/index.js';
import type { Message, Stored } from './messages.js';

export interface SlaveContext {
  /** What it stored last; `null` at first. Durable. */
  readonly stored: Stored | null;
  /** The lowest round it still takes part in; it refuses writes of a round below. 0 at first. Durable. */
  readonly lowest: number;
}

export interface SlaveInput {
  /** After a restart: what is found on disk. */
  readonly durable?: Partial<SlaveContext>;
}

const base = setup({
  types: {
    context: {} as SlaveContext,
    events: {} as Received<Message<'read' | 'write'> | Round>,
    input: {} as SlaveInput | undefined,
    emitted: {} as Sent<Message<'answer' | 'written'>>,
  },
  guards: {
    isAboveLowest: ({ context, event }) => event.round > context.lowest,
    isNotBelowLowest: ({ context, event }) => event.round >= context.lowest,
  },
});

/** What a slave knows when it starts: nothing, or what is on its disk. */
export function slaveContext({ input }: { readonly input: SlaveInput | undefined }): SlaveContext {
  return { stored: null, lowest: 0, ...input?.durable };
}

/** What a slave can do; the machine says when. */
// #region actions
export const slaveSetup = base.extend({
  actions: {
    sendAnswer: base.emit(({ context, event }) => ({
      type: 'answer',
      to: event.from,
      round: event.round,
      stored: context.stored,
    })),
    store: base.assign({
      stored: ({ event }) => {
        assertEvent(event, 'write');
        return { round: event.round, value: event.value };
      },
      lowest: ({ event }) => event.round,
    }),
    acknowledge: base.emit(({ event }) => {
      assertEvent(event, 'write');
      return { type: 'written', to: event.from, round: event.round, value: event.value };
    }),
  },
});
// #endregion

// #region slave
export const slaveMachine = slaveSetup.createMachine({
  id: 'slave',
  context: slaveContext,
  // #region rules
  on: {
    read: { guard: 'isAboveLowest', actions: 'sendAnswer' },
    write: { guard: 'isNotBelowLowest', actions: ['store', 'acknowledge'] },
  },
  // #endregion
});
// #endregion
