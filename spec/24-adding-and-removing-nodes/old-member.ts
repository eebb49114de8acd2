/** The old member: it has the whole log, hands it on, has others take its place, and retires. */
import { assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Value } from '../14-the-synod/messages.js';
import type { HandoverMessage } from './new-member.js';

export interface OldMemberInput {
  /** What is decided before the change. */
  readonly log: readonly Value[];
  /** The change, and what is decided after it while the old member still governs. */
  readonly change: readonly Value[];
  /** How many of the new members are a majority. */
  readonly majority: number;
}

export interface OldMemberContext extends OldMemberInput {
  /** By new member, how far it is known to be: it asked for the slot after that one. */
  readonly known: Readonly<Record<string, number>>;
}

/** What may happen at any moment. */
export type Step =
  /** The change is decided: the observers are to be members. */
  | { readonly type: 'promote' }
  /** It stops, and its disk is given away. */
  | { readonly type: 'retire' };

const base = setup({
  types: {
    context: {} as OldMemberContext,
    events: {} as Received<HandoverMessage<'catchUp'>> | Step,
    input: {} as OldMemberInput,
    emitted: {} as Sent<HandoverMessage<'decided'>>,
  },
  guards: {
    /** A majority of those who are to govern knows all that is decided so far. */
    aMajorityHasCaughtUp: ({ context }) => knowAll(context) >= context.majority,
    /** A majority of those who govern knows all that was decided before they did. */
    aMajorityHasThePrefix: ({ context }) => knowAll(context) >= context.majority,
    knowsIt: ({ context, event }) => {
      assertEvent(event, 'catchUp');
      return event.slot <= context.log.length;
    },
    isNews: ({ context, event }) => {
      assertEvent(event, 'catchUp');
      return event.slot - 1 > (context.known[event.from] ?? 0);
    },
  },
});

function knowAll({ known, log }: OldMemberContext): number {
  return Object.values(known).filter((through) => through === log.length).length;
}

// #region old
export const oldMemberMachine = base
  .extend({
    actions: {
      noteHowFar: base.assign({
        known: ({ context, event }) => {
          assertEvent(event, 'catchUp');
          return { ...context.known, [event.from]: event.slot - 1 };
        },
      }),
      sendDecided: base.emit(({ context, event }) => {
        assertEvent(event, 'catchUp');
        const { from: to, slot } = event;
        return { type: 'decided', to, slot, value: context.log[slot - 1]! };
      }),
      decideTheChange: base.assign({ log: ({ context }) => [...context.log, ...context.change] }),
    },
  })
  .createMachine({
    id: 'oldMember',
    context: ({ input }) => ({ ...input, known: {} }),
    initial: 'serving',
    on: {
      catchUp: [
        { guard: 'knowsIt', actions: ['noteHowFar', 'sendDecided'] },
        { guard: 'isNews', actions: 'noteHowFar' },
      ],
    },
    states: {
      serving: {
        on: {
          promote: { guard: 'aMajorityHasCaughtUp', target: 'leaving', actions: 'decideTheChange' },
        },
      },
      leaving: { on: { retire: { guard: 'aMajorityHasThePrefix', target: 'retired' } } },
      retired: { on: { catchUp: {} } },
    },
  });
// #endregion
