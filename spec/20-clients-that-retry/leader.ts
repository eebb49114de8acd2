/** The leader where reads are looked at: it puts one order after the other into the log, and is never deposed. */
import { and, assertEvent, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import { includesQuorum, type Quorum } from '../14-the-synod/quorum.js';
import type { Slot } from '../16-the-parliament/messages.js';
import type { ReadMessage } from './read-messages.js';
import type { Order } from './shop.js';

export interface LeaderInput {
  /** What its user is going to order; the place in this list is the slot. */
  readonly orders: readonly Order[];
  /** Whose votes decide a slot. */
  readonly quorums: readonly Quorum[];
}

export interface LeaderContext extends LeaderInput {
  /** The last slot for which it has proposed an order. */
  readonly proposed: Slot;
  /** Who has voted in the slots that are not decided, by slot. */
  readonly votes: readonly { readonly slot: Slot; readonly replicas: readonly string[] }[];
  /** The last slot of which it has told its user. */
  readonly served: Slot;
}

const base = setup({
  types: {
    context: {} as LeaderContext,
    events: {} as Received<ReadMessage<'accepted'>> | { readonly type: 'order' },
    input: {} as LeaderInput,
    emitted: {} as Sent<ReadMessage<'accept' | 'decided' | 'served'>>,
  },
  guards: {
    hasAnOrder: ({ context }) => context.proposed < context.orders.length,
    isUnderWay: ({ context, event }) => {
      assertEvent(event, 'accepted');
      return votersFor(event.slot, context) !== undefined;
    },
    completesAQuorum: ({ context, event }) => {
      assertEvent(event, 'accepted');
      return includesQuorum([...(votersFor(event.slot, context) ?? []), event.from], context.quorums);
    },
    nextIsDecided: ({ context }) =>
      context.served < context.proposed && votersFor(context.served + 1, context) === undefined,
  },
});

export const leaderMachine = base
  .extend({
    guards: { isDecisive: and(['isUnderWay', 'completesAQuorum']) },
    actions: {
      propose: base.assign({
        proposed: ({ context }) => context.proposed + 1,
        votes: ({ context: { votes, proposed } }) => [...votes, { slot: proposed + 1, replicas: [] }],
      }),
      sendAccept: base.emit(({ context: { proposed: slot, orders } }) => ({
        type: 'accept',
        to: 'replica',
        slot,
        value: orders[slot - 1]!,
      })),
      countVote: base.assign({
        votes: ({ context, event }) => {
          assertEvent(event, 'accepted');
          return context.votes.map((one) =>
            one.slot === event.slot ? { ...one, replicas: including(one.replicas, event.from) } : one,
          );
        },
      }),
      decide: base.assign({
        votes: ({ context, event }) => {
          assertEvent(event, 'accepted');
          return context.votes.filter(({ slot }) => slot !== event.slot);
        },
      }),
      sendDecided: base.emit(({ context, event }) => {
        assertEvent(event, 'accepted');
        const { slot } = event;
        return { type: 'decided', to: 'replica', slot, value: context.orders[slot - 1]! };
      }),
      serve: base.assign({ served: ({ context }) => context.served + 1 }),
      sendServed: base.emit(({ context: { served: place, orders } }) => ({
        type: 'served',
        to: [],
        order: orders[place - 1]!,
        place,
      })),
    },
  })
  .createMachine({
    id: 'leader',
    context: ({ input }) => ({ ...input, proposed: 0, votes: [], served: 0 }),
    on: {
      order: { guard: 'hasAnOrder', actions: ['propose', 'sendAccept'] },
      accepted: [
        { guard: 'isDecisive', actions: ['decide', 'sendDecided'] },
        { guard: 'isUnderWay', actions: 'countVote' },
      ],
    },
    always: { guard: 'nextIsDecided', actions: ['serve', 'sendServed'] },
  });

/** Who has voted in the slot; nothing where it is decided, or not proposed yet. */
function votersFor(slot: Slot, { votes }: LeaderContext): readonly string[] | undefined {
  return votes.find((one) => one.slot === slot)?.replicas;
}
