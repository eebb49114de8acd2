/** The new member: an observer at first, it asks for one slot after the other, and answers others about those that it knows. */
import { assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Value } from '../14-the-synod/messages.js';
import type { Slot } from '../16-the-parliament/messages.js';

// #region messages
type AnyMessage =
  /** New member to all others: I know all before this slot; what was decided in it? */
  | { readonly type: 'catchUp'; readonly slot: Slot }
  /** Whoever knows it to the one that asked: this was. */
  | { readonly type: 'decided'; readonly slot: Slot; readonly value: Value };
// #endregion

export type HandoverMessage<Type extends AnyMessage['type'] = AnyMessage['type']> = Extract<
  AnyMessage,
  { type: Type }
>;

export interface NewMemberContext {
  /** What it knows to be decided, from slot 1 on. Durable. */
  readonly log: readonly Value[];
}

const base = setup({
  types: {
    context: {} as NewMemberContext,
    events: {} as Received<HandoverMessage> | { readonly type: 'ask' },
    emitted: {} as Sent<HandoverMessage>,
  },
  guards: {
    isNext: ({ context, event }) => {
      assertEvent(event, 'decided');
      return event.slot === context.log.length + 1;
    },
    knowsIt: ({ context, event }) => {
      assertEvent(event, 'catchUp');
      return event.slot <= context.log.length;
    },
  },
});

// #region new
export const newMemberMachine = base
  .extend({
    actions: {
      sendCatchUp: base.emit(({ context }) => ({
        type: 'catchUp',
        to: 'others',
        slot: context.log.length + 1,
      })),
      remember: base.assign({
        log: ({ context, event }) => {
          assertEvent(event, 'decided');
          return [...context.log, event.value];
        },
      }),
      sendDecided: base.emit(({ context, event }) => {
        assertEvent(event, 'catchUp');
        const { from: to, slot } = event;
        return { type: 'decided', to, slot, value: context.log[slot - 1]! };
      }),
    },
  })
  .createMachine({
    id: 'newMember',
    context: { log: [] },
    on: {
      ask: { actions: 'sendCatchUp' },
      decided: { guard: 'isNext', actions: 'remember' },
      catchUp: { guard: 'knowsIt', actions: 'sendDecided' },
    },
  });
// #endregion
