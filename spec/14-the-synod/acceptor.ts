/** The acceptor: it promises, and it votes. */
import { assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import { type Ballot, isAbove, isAtLeast } from './ballot.js';
import type { Restored } from './memory.js';
import type { Message, Vote } from './messages.js';

export interface AcceptorContext {
  /** The highest ballot it has promised or voted in: it takes no part in any ballot below. Durable. */
  readonly promised: Ballot | null;
  /** Its last vote, which is the one in the highest ballot. Durable. */
  readonly vote: Vote | null;
}

/** Nothing but what was durable: any two acceptors are alike. */
export type AcceptorInput = Restored<AcceptorContext>;

const base = setup({
  types: {
    context: {} as AcceptorContext,
    events: {} as Received<Message<'prepare' | 'accept'>>,
    input: {} as AcceptorInput,
    emitted: {} as Sent<Message<'promise' | 'accepted'>>,
  },
  guards: {
    isAbovePromise: ({ context, event }) => isAbove(event.ballot, context.promised),
    isNotBelowPromise: ({ context, event }) => isAtLeast(event.ballot, context.promised),
  },
});

/**
 * Phase 1b and phase 2b of Paxos Made Simple, §2.2; Phase1b and Phase2b of Lamport's module Paxos.
 *
 * It refuses in silence. Over a network that loses messages, a negative answer can only save time.
 */
// #region acceptor
export const acceptorMachine = base
  .extend({
    actions: {
      promise: base.assign({ promised: ({ event }) => event.ballot }),
      sendPromise: base.emit(({ context, event }) => ({
        type: 'promise',
        to: event.from,
        ballot: event.ballot,
        vote: context.vote,
      })),
      vote: base.assign({
        promised: ({ event }) => event.ballot,
        vote: ({ event }) => {
          assertEvent(event, 'accept');
          return { ballot: event.ballot, value: event.value };
        },
      }),
      sendAccepted: base.emit(({ event }) => {
        assertEvent(event, 'accept');
        return { type: 'accepted', to: 'learner', ballot: event.ballot, value: event.value };
      }),
    },
  })
  .createMachine({
    id: 'acceptor',
    context: ({ input }) => ({ promised: null, vote: null, ...input.durable }),
    on: {
      prepare: { guard: 'isAbovePromise', actions: ['promise', 'sendPromise'] },
      accept: { guard: 'isNotBelowPromise', actions: ['vote', 'sendAccepted'] },
    },
  });
// #endregion
