/** The present member: an acceptor that knows who governs, and tells a node that was removed that it was. */
import { assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';

// #region messages
type AnyMessage =
  | { readonly type: 'prepare'; readonly ballot: number }
  | { readonly type: 'promise'; readonly ballot: number }
  | { readonly type: 'accept'; readonly ballot: number }
  | { readonly type: 'accepted'; readonly ballot: number }
  /** Member to whoever asked: I have promised a higher ballot. */
  | { readonly type: 'refused'; readonly ballot: number }
  /** Member to a node that was removed: the change is decided, and you are none of us any more. */
  | { readonly type: 'removed' };
// #endregion

export type RemovalMessage<Type extends AnyMessage['type'] = AnyMessage['type']> = Extract<
  AnyMessage,
  { type: Type }
>;

export interface PresentMemberInput {
  /** The members, as far as it has heard. */
  readonly members: readonly string[];
  /** The members after the change, which is decided. */
  readonly next: readonly string[];
}

export interface PresentMemberContext extends PresentMemberInput {
  /** The highest ballot that it has promised. Durable. */
  readonly promised: number;
}

/** It hears of the change. */
export interface Hear {
  readonly type: 'hear';
}

const base = setup({
  types: {
    context: {} as PresentMemberContext,
    events: {} as Received<RemovalMessage<'prepare' | 'accept'>> | Hear,
    input: {} as PresentMemberInput,
    emitted: {} as Sent<RemovalMessage<'promise' | 'accepted' | 'refused' | 'removed'>>,
  },
  guards: {
    hasNotHeard: ({ context: { members, next } }) => members.length > next.length,
    isOfNoMember: ({ context, event }) => {
      assertEvent(event, 'prepare');
      return !context.members.includes(event.from);
    },
    isAbovePromise: ({ context, event }) => {
      assertEvent(event, 'prepare');
      return event.ballot > context.promised;
    },
    isPromised: ({ context, event }) => {
      assertEvent(event, 'accept');
      return event.ballot === context.promised;
    },
  },
});

// #region present
export const presentMemberMachine = base
  .extend({
    actions: {
      noteTheChange: base.assign({ members: ({ context }) => context.next }),
      promise: base.assign({
        promised: ({ event }) => {
          assertEvent(event, 'prepare');
          return event.ballot;
        },
      }),
      sendPromise: base.emit(({ event }) => {
        assertEvent(event, 'prepare');
        return { type: 'promise', to: event.from, ballot: event.ballot };
      }),
      sendAccepted: base.emit(({ event }) => {
        assertEvent(event, 'accept');
        return { type: 'accepted', to: event.from, ballot: event.ballot };
      }),
      sendRefused: base.emit(({ event }) => {
        assertEvent(event, ['prepare', 'accept']);
        return { type: 'refused', to: event.from, ballot: event.ballot };
      }),
      sendRemoved: base.emit(({ event }) => {
        assertEvent(event, 'prepare');
        return { type: 'removed', to: event.from };
      }),
    },
  })
  .createMachine({
    id: 'presentMember',
    context: ({ input }) => ({ ...input, promised: 0 }),
    on: {
      hear: { guard: 'hasNotHeard', actions: 'noteTheChange' },
      prepare: [
        { guard: 'isOfNoMember', actions: 'sendRemoved' },
        { guard: 'isAbovePromise', actions: ['promise', 'sendPromise'] },
        { actions: 'sendRefused' },
      ],
      accept: [{ guard: 'isPromised', actions: 'sendAccepted' }, { actions: 'sendRefused' }],
    },
  });
// #endregion
