/** The peer: a node that knows the whole log, and may have only a snapshot of its beginning left. */
import { assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Value } from '../14-the-synod/messages.js';
import type { Slot } from '../16-the-parliament/messages.js';
import type { CatchUp, Learned } from './follower.js';
import type { Compact } from './replica.js';

export interface PeerInput {
  /** What was decided, from slot 1 on. */
  readonly log: readonly Value[];
}

export interface PeerContext extends PeerInput {
  /** The slots up to this one are deleted; a snapshot stands for them. 0 where there is none. */
  readonly base: Slot;
}

const base = setup({
  types: {
    context: {} as PeerContext,
    events: {} as Received<CatchUp> | Compact,
    input: {} as PeerInput,
    emitted: {} as Sent<Learned>,
  },
  guards: {
    hasMoreToCompact: ({ context }) => context.base < context.log.length,
    knowsIt: ({ context, event }) => {
      assertEvent(event, 'catchUp');
      return event.slot <= context.log.length;
    },
    hasDeletedIt: ({ context, event }) => {
      assertEvent(event, 'catchUp');
      return event.slot <= context.base;
    },
  },
});

// #region peer
export const peerMachine = base
  .extend({
    actions: {
      compact: base.assign({ base: ({ context }) => context.base + 1 }),
      sendDecided: base.emit(({ context, event }) => {
        assertEvent(event, 'catchUp');
        const { from: to, slot } = event;
        return { type: 'decided', to, slot, value: context.log[slot - 1]! };
      }),
      sendSnapshot: base.emit(({ context, event }) => {
        assertEvent(event, 'catchUp');
        const state = context.log.slice(0, context.base);
        return { type: 'snapshot', to: event.from, slot: context.base, state };
      }),
    },
  })
  .createMachine({
    id: 'peer',
    context: ({ input }) => ({ ...input, base: 0 }),
    on: {
      compact: { guard: 'hasMoreToCompact', actions: 'compact' },
      catchUp: [
        { guard: 'hasDeletedIt', actions: 'sendSnapshot' },
        { guard: 'knowsIt', actions: 'sendDecided' },
      ],
    },
  });
// #endregion
