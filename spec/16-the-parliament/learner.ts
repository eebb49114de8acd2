/** The learner of one slot: it knows that a value is chosen there once a quorum voted for it in one ballot. */
import { and, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import { type LearnerContext, type LearnerInput, votersFor, withVote } from '../14-the-synod/learner.js';
import type { Restored } from '../14-the-synod/memory.js';
import { includesQuorum } from '../14-the-synod/quorum.js';
import type { Message, Slot } from './messages.js';

/** The name of the slot's learner. */
export function learnerOf(slot: Slot): string {
  return `l${slot}`;
}

const base = setup({
  types: {
    context: {} as LearnerContext,
    events: {} as Received<Message<'accepted'>>,
    input: {} as LearnerInput & Restored<LearnerContext>,
    emitted: {} as Sent<Message<'decided'>>,
  },
  guards: {
    isNews: ({ context, event }) =>
      !context.learned.includes(event.value) && !votersFor(event, context.votes).includes(event.from),
    completesAQuorum: ({ context, event }) =>
      includesQuorum([...votersFor(event, context.votes), event.from], context.quorums),
  },
});

/** The learner of chapter 14, who says of which slot it speaks, to the nodes and not to clients. */
// #region learner
export const learnerMachine = base
  .extend({
    guards: { isDecisive: and(['isNews', 'completesAQuorum']) },
    actions: {
      countVote: base.assign({ votes: ({ context, event }) => withVote(event, context.votes) }),
      learn: base.assign({
        learned: ({ context, event }) => including(context.learned, event.value),
        votes: ({ context, event }) => context.votes.filter(({ value }) => value !== event.value),
      }),
      sendDecided: base.emit(({ event: { slot, value } }) => ({
        type: 'decided',
        to: 'replica',
        slot,
        value,
      })),
    },
  })
  .createMachine({
    id: 'learner',
    context: ({ input: { durable, ...input } }) => ({ ...input, votes: [], learned: [], ...durable }),
    on: {
      accepted: [
        { guard: 'isDecisive', actions: ['learn', 'sendDecided'] },
        { guard: 'isNews', actions: 'countVote' },
      ],
    },
  });
// #endregion
