/** The present leader: it needs the other member for its decision, waits for each answer, and begins a higher ballot when it is refused. */
import { setup } from 'xstate';
import { ABOVE_ALL, type Received, type Sent } from '#model/index.js';
import type { RemovalMessage } from './present-member.js';

export interface PresentLeaderContext {
  /** Its ballot. Only the order of ballots counts. */
  readonly ballot: number;
}

const base = setup({
  types: {
    context: {} as PresentLeaderContext,
    events: {} as Received<RemovalMessage<'promise' | 'accepted' | 'refused'>> | { readonly type: 'begin' },
    emitted: {} as Sent<RemovalMessage<'prepare' | 'accept'>>,
  },
});

// #region leader
export const presentLeaderMachine = base
  .extend({
    actions: {
      takeBallot: base.assign({ ballot: ABOVE_ALL }),
      sendPrepare: base.emit(({ context }) => ({ type: 'prepare', to: 'member', ballot: context.ballot })),
      sendAccept: base.emit(({ context }) => ({ type: 'accept', to: 'member', ballot: context.ballot })),
    },
  })
  .createMachine({
    id: 'presentLeader',
    context: { ballot: 0 },
    initial: 'ready',
    states: {
      ready: { on: { begin: { target: 'preparing', actions: ['takeBallot', 'sendPrepare'] } } },
      preparing: {
        on: {
          promise: { target: 'proposing', actions: 'sendAccept' },
          refused: { target: 'ready' },
        },
      },
      proposing: {
        on: {
          accepted: { target: 'done' },
          refused: { target: 'ready' },
        },
      },
      done: {},
    },
  });
// #endregion
