/** The follower: a node that was away, and asks others slot by slot for what was decided meanwhile. */
import { assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Restored } from '../14-the-synod/memory.js';
import type { Value } from '../14-the-synod/messages.js';
import type { Slot } from '../16-the-parliament/messages.js';

// #region messages
/** Follower to peers: I have executed all before this slot; what was decided in it? */
export interface CatchUp {
  readonly type: 'catchUp';
  readonly slot: Slot;
}

export type Learned =
  /** Peer to follower: this. */
  | { readonly type: 'decided'; readonly slot: Slot; readonly value: Value }
  /** Peer to follower: I have deleted it; this is what came of all slots up to this one. */
  | { readonly type: 'snapshot'; readonly slot: Slot; readonly state: readonly Value[] };
// #endregion

/** It asks, for the first time or again. */
export interface Ask {
  readonly type: 'ask';
}

export interface FollowerContext {
  /** The state of the service: here, what was executed. Durable, together with `applied`. */
  readonly state: readonly Value[];
  /** The last slot that is in it. */
  readonly applied: Slot;
}

const base = setup({
  types: {
    context: {} as FollowerContext,
    events: {} as Received<Learned> | Ask,
    input: {} as Restored<FollowerContext>,
    emitted: {} as Sent<CatchUp>,
  },
  guards: {
    isNext: ({ context, event }) => {
      assertEvent(event, 'decided');
      return event.slot === context.applied + 1;
    },
    isAhead: ({ context, event }) => {
      assertEvent(event, 'snapshot');
      return event.slot > context.applied;
    },
  },
});

// #region follower
export const followerMachine = base
  .extend({
    actions: {
      sendCatchUp: base.emit(({ context }) => ({ type: 'catchUp', to: 'peer', slot: context.applied + 1 })),
      execute: base.assign({
        state: ({ context, event }) => {
          assertEvent(event, 'decided');
          return [...context.state, event.value];
        },
        applied: ({ context }) => context.applied + 1,
      }),
      install: base.assign({
        state: ({ event }) => {
          assertEvent(event, 'snapshot');
          return event.state;
        },
        applied: ({ event }) => {
          assertEvent(event, 'snapshot');
          return event.slot;
        },
      }),
    },
  })
  .createMachine({
    id: 'follower',
    context: ({ input }) => ({ state: [], applied: 0, ...input.durable }),
    on: {
      ask: { actions: 'sendCatchUp' },
      decided: { guard: 'isNext', actions: 'execute' },
      snapshot: { guard: 'isAhead', actions: 'install' },
    },
  });
// #endregion
