/** The acceptor of many slots: one promise for all of them, and a vote in each. */
import { assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import { type Ballot, isAbove, isAtLeast } from '../14-the-synod/ballot.js';
import type { Restored } from '../14-the-synod/memory.js';
import { learnerOf } from './learner.js';
import type { Message, SlotVote } from './messages.js';

export interface AcceptorContext {
  /** The highest ballot it has promised or voted in: it takes no part in any ballot below, in any slot. Durable. */
  readonly promised: Ballot | null;
  /** Its last vote in each slot in which it voted, by slot. Durable; a vote's ballot and value are written together. */
  readonly votes: readonly SlotVote[];
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

/** The acceptor of chapter 14, with a vote for each slot (The Part-Time Parliament, §3.1). */
// #region acceptor
export const acceptorMachine = base
  .extend({
    actions: {
      promise: base.assign({ promised: ({ event }) => event.ballot }),
      sendPromise: base.emit(({ context, event }) => ({
        type: 'promise',
        to: event.from,
        ballot: event.ballot,
        votes: context.votes.filter(({ slot }) => slot >= event.slot),
      })),
      vote: base.assign({
        promised: ({ event }) => event.ballot,
        votes: ({ context, event }) => {
          assertEvent(event, 'accept');
          return withVote(context.votes, { slot: event.slot, ballot: event.ballot, value: event.value });
        },
      }),
      sendAccepted: base.emit(({ event }) => {
        assertEvent(event, 'accept');
        const { slot, ballot, value } = event;
        return { type: 'accepted', to: learnerOf(slot), ballot, slot, value };
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

/** The votes with this one in the place of the slot's earlier one. */
export function withVote(votes: readonly SlotVote[], vote: SlotVote): readonly SlotVote[] {
  const others = votes.filter(({ slot }) => slot !== vote.slot);
  return [...others, vote].sort((one, other) => one.slot - other.slot);
}
