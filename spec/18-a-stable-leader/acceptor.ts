/** The acceptor of chapter 16 that grants leases: while one runs, it promises to nobody but the one who has it. */
import { and, assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import { isAbove, isAtLeast } from '../14-the-synod/ballot.js';
import type { Restored } from '../14-the-synod/memory.js';
import { type AcceptorContext as AcceptorOfChapter16, withVote } from '../16-the-parliament/acceptor.js';
import { learnerOf } from '../16-the-parliament/learner.js';
import type { Message, Ticks } from './messages.js';

export interface AcceptorInput {
  /** For how long it grants: longer than the one who asks will count, by the margin. */
  readonly lease: Ticks;
}

export interface AcceptorContext extends AcceptorOfChapter16, AcceptorInput {
  /** How long its grant still runs, on its own clock. It is given to the proposer of the ballot that it has promised. Not durable. */
  readonly left: Ticks;
  /** Where leases can be given up: the number of the last request that it has granted, 0 if it does not know one. Not durable. */
  readonly granted?: number;
}

const base = setup({
  types: {
    context: {} as AcceptorContext,
    events: {} as Received<Message<'prepare' | 'accept' | 'ask' | 'release' | 'grantTick'>>,
    input: {} as AcceptorInput & Restored<AcceptorContext>,
    emitted: {} as Sent<Message<'promise' | 'accepted' | 'granted'>>,
  },
  guards: {
    isAbovePromise: ({ context, event }) => {
      assertEvent(event, 'prepare');
      return isAbove(event.ballot, context.promised);
    },
    isNotBelowPromise: ({ context, event }) => {
      assertEvent(event, ['accept', 'ask']);
      return isAtLeast(event.ballot, context.promised);
    },
    isGrantedToNobodyElse: ({ context: { left, promised }, event }) =>
      left === 0 || promised?.proposer === event.from,
    isCounting: ({ context }) => context.left > 0,
  },
});

// #region acceptor
export const acceptorParts = base.extend({
  guards: {
    mayPromise: and(['isAbovePromise', 'isGrantedToNobodyElse']),
    mayGrant: and(['isNotBelowPromise', 'isGrantedToNobodyElse']),
  },
  actions: {
    promise: base.assign({
      promised: ({ event }) => {
        assertEvent(event, 'prepare');
        return event.ballot;
      },
    }),
    sendPromise: base.emit(({ context, event }) => {
      assertEvent(event, 'prepare');
      const { from: to, ballot, slot: first } = event;
      return { type: 'promise', to, ballot, votes: context.votes.filter(({ slot }) => slot >= first) };
    }),
    vote: base.assign({
      promised: ({ event }) => {
        assertEvent(event, 'accept');
        return event.ballot;
      },
      votes: ({ context, event }) => {
        assertEvent(event, 'accept');
        const { slot, ballot, value } = event;
        return withVote(context.votes, { slot, ballot, value });
      },
    }),
    sendAccepted: base.emit(({ event }) => {
      assertEvent(event, 'accept');
      const { slot, ballot, value } = event;
      return { type: 'accepted', to: learnerOf(slot), ballot, slot, value };
    }),
    grant: base.assign({
      promised: ({ event }) => {
        assertEvent(event, 'ask');
        return event.ballot;
      },
      left: ({ context }) => context.lease,
    }),
    sendGranted: base.emit(({ event }) => {
      assertEvent(event, 'ask');
      return { type: 'granted', to: event.from, number: event.number };
    }),
    countDown: base.assign({ left: ({ context }) => context.left - 1 }),
    /** If it has promised anything, it may have granted a lease and forgotten it: it waits as if it had granted one just now. */
    waitOneLease: base.assign({ left: ({ context }) => (context.promised === null ? 0 : context.lease) }),
  },
});

export const acceptorMachine = acceptorParts.createMachine({
  id: 'acceptor',
  context: ({ input: { durable, ...input } }) => ({
    ...input,
    promised: null,
    votes: [],
    left: 0,
    ...durable,
  }),
  entry: 'waitOneLease',
  on: {
    prepare: { guard: 'mayPromise', actions: ['promise', 'sendPromise'] },
    accept: { guard: 'isNotBelowPromise', actions: ['vote', 'sendAccepted'] },
    ask: { guard: 'mayGrant', actions: ['grant', 'sendGranted'] },
    grantTick: { guard: 'isCounting', actions: 'countDown' },
  },
});
// #endregion
