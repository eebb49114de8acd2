/** The acceptor of chapter 16 that deletes its votes up to a snapshot, and says so in its promises. */
import { and, assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import { isAbove, isAtLeast } from '../14-the-synod/ballot.js';
import type { Restored } from '../14-the-synod/memory.js';
import { type AcceptorContext as AcceptorOfChapter16, withVote } from '../16-the-parliament/acceptor.js';
import { learnerOf } from '../16-the-parliament/learner.js';
import type { SlotVote } from '../16-the-parliament/messages.js';
import type { Message, Snapshot } from './messages.js';

export interface AcceptorInput {
  /** In how many slots after its snapshot it may vote; in any number where it is left out. */
  readonly alpha?: number;
}

/** Its votes are those after the snapshot. */
export interface AcceptorContext extends AcceptorOfChapter16, AcceptorInput {
  /** The latest snapshot of its node; `null` before the first. Durable. */
  readonly snapshot: Snapshot | null;
}

const base = setup({
  types: {
    context: {} as AcceptorContext,
    events: {} as Received<Message<'prepare' | 'accept' | 'compacted'>>,
    input: {} as AcceptorInput & Restored<AcceptorContext>,
    emitted: {} as Sent<Message<'promise' | 'accepted'>>,
  },
  guards: {
    isAbovePromise: ({ context, event }) => {
      assertEvent(event, 'prepare');
      return isAbove(event.ballot, context.promised);
    },
    isNotBelowPromise: ({ context, event }) => {
      assertEvent(event, 'accept');
      return isAtLeast(event.ballot, context.promised);
    },
    isNotCompacted: ({ context, event }) => {
      assertEvent(event, 'accept');
      return event.slot > (context.snapshot?.slot ?? 0);
    },
    // #region reach
    /** It knows every decree through α slots before that one. All that an acceptor knows of decrees is its snapshot. */
    isInReach: ({ context: { snapshot, alpha = Number.POSITIVE_INFINITY }, event }) => {
      assertEvent(event, 'accept');
      return event.slot <= (snapshot?.slot ?? 0) + alpha;
    },
    // #endregion
  },
});

// #region acceptor
export const acceptorMachine = base
  .extend({
    guards: { mayVote: and(['isNotBelowPromise', 'isNotCompacted', 'isInReach']) },
    actions: {
      promise: base.assign({
        promised: ({ event }) => {
          assertEvent(event, 'prepare');
          return event.ballot;
        },
      }),
      sendPromise: base.emit(({ context: { snapshot, votes }, event }) => {
        assertEvent(event, 'prepare');
        const { from: to, ballot, slot: first } = event;
        return {
          type: 'promise',
          to,
          ballot,
          snapshot: snapshot !== null && snapshot.slot >= first ? snapshot : null,
          votes: votes.filter(({ slot }) => slot >= first),
        };
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
      forgetVotes: base.assign({
        snapshot: ({ event }) => {
          assertEvent(event, 'compacted');
          return event.snapshot;
        },
        votes: ({ context, event }) => {
          assertEvent(event, 'compacted');
          return votesAfter(event.snapshot, context.votes);
        },
      }),
    },
  })
  .createMachine({
    id: 'acceptor',
    context: ({ input: { durable, ...input } }) => ({
      ...input,
      promised: null,
      votes: [],
      snapshot: null,
      ...durable,
    }),
    on: {
      prepare: { guard: 'isAbovePromise', actions: ['promise', 'sendPromise'] },
      accept: { guard: 'mayVote', actions: ['vote', 'sendAccepted'] },
      compacted: { actions: 'forgetVotes' },
    },
  });
// #endregion

function votesAfter({ slot: last }: Snapshot, votes: readonly SlotVote[]): readonly SlotVote[] {
  return votes.filter(({ slot }) => slot > last);
}
