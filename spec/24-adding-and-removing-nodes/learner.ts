/** The learner of one slot: a value is chosen there once a quorum of the configuration under which it was proposed voted for it in one ballot. */
import { and, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import { type LearnerContext as LearnerOfChapter14, votersFor, withVote } from '../14-the-synod/learner.js';
import { includesQuorum } from '../14-the-synod/quorum.js';
import { quorumsOf } from './configuration.js';
import type { Message } from './messages.js';

export interface LearnerInput {
  /** Whom it tells what it learns. */
  readonly listeners: readonly string[];
}

export type LearnerContext = LearnerInput & Pick<LearnerOfChapter14, 'votes' | 'learned'>;

const base = setup({
  types: {
    context: {} as LearnerContext,
    events: {} as Received<Message<'accepted'>>,
    input: {} as LearnerInput,
    emitted: {} as Sent<Message<'decided'>>,
  },
  guards: {
    isNews: ({ context, event }) =>
      !context.learned.includes(event.value) && !votersFor(event, context.votes).includes(event.from),
    completesAQuorum: ({ context, event }) =>
      includesQuorum([...votersFor(event, context.votes), event.from], quorumsOf(event.configuration)),
  },
});

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
      sendDecided: base.emit(({ context, event: { slot, value } }) => ({
        type: 'decided',
        to: context.listeners,
        slot,
        value,
      })),
    },
  })
  .createMachine({
    id: 'learner',
    context: ({ input }) => ({ ...input, votes: [], learned: [] }),
    on: {
      accepted: [
        { guard: 'isDecisive', actions: ['learn', 'sendDecided'] },
        { guard: 'isNews', actions: 'countVote' },
      ],
    },
  });
// #endregion
