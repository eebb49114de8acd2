/** The acceptor of chapter 16. It need not know who governs: it answers whoever asks, and says of which configuration it was asked as a member. */
import { assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import { isAbove, isAtLeast } from '../14-the-synod/ballot.js';
import { type AcceptorContext, type AcceptorInput, withVote } from '../16-the-parliament/acceptor.js';
import { learnerOf } from '../16-the-parliament/learner.js';
import type { Message } from './messages.js';

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

// #region acceptor
export const acceptorMachine = base
  .extend({
    actions: {
      promise: base.assign({ promised: ({ event }) => event.ballot }),
      sendPromise: base.emit(({ context, event: { from: to, ballot, slot: first } }) => ({
        type: 'promise',
        to,
        ballot,
        votes: context.votes.filter(({ slot }) => slot >= first),
      })),
      vote: base.assign({
        promised: ({ event }) => event.ballot,
        votes: ({ context, event }) => {
          assertEvent(event, 'accept');
          const { slot, ballot, value } = event;
          return withVote(context.votes, { slot, ballot, value });
        },
      }),
      sendAccepted: base.emit(({ event }) => {
        assertEvent(event, 'accept');
        const { slot, ballot, value, configuration } = event;
        return { type: 'accepted', to: learnerOf(slot), ballot, slot, value, configuration };
      }),
    },
  })
  .createMachine({
    id: 'acceptor',
    context: ({ input }) => ({ promised: null, votes: [], ...input.durable }),
    on: {
      prepare: { guard: 'isAbovePromise', actions: ['promise', 'sendPromise'] },
      accept: { guard: 'isNotBelowPromise', actions: ['vote', 'sendAccepted'] },
    },
  });
// #endregion
