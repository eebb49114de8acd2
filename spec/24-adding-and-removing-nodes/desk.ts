/** The desk of a leader: it answers reads without asking anybody, as long as the leader has leases from all who may govern what it has not heard of. */
import { and, assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Decree, Slot } from '../16-the-parliament/messages.js';
import { type Configuration, configurationAt, isChange, type Known, withDecided } from './configuration.js';
import type { Message } from './messages.js';

// #region messages
export type DeskMessage =
  /** Leader to its own desk: these have promised, and what was reported goes up to this slot. */
  | { readonly type: 'leads'; readonly configuration: Configuration; readonly through: Slot }
  /** Desk to the client whose command was decided in this slot. */
  | { readonly type: 'done'; readonly slot: Slot }
  /** Desk to a client that reads: so much is decided. */
  | { readonly type: 'answer'; readonly through: Slot };
// #endregion

export interface DeskInput {
  readonly alpha: number;
  readonly initial: Configuration;
}

export interface DeskContext extends DeskInput, Known {
  /** Whose leases its leader has; `null` before it leads. */
  readonly lease: Configuration | null;
  /** The last slot that was reported to its leader: what is decided may go as far. */
  readonly needed: Slot;
  /** What its leader has proposed. */
  readonly proposed: readonly Decree[];
}

const base = setup({
  types: {
    context: {} as DeskContext,
    events: {} as
      | Received<Extract<DeskMessage, { type: 'leads' }> | Message<'accept' | 'decided'>>
      | { readonly type: 'read' },
    input: {} as DeskInput,
    emitted: {} as Sent<Extract<DeskMessage, { type: 'done' | 'answer' }>>,
  },
  guards: {
    isNotKnown: ({ context, event }) => {
      assertEvent(event, 'decided');
      return event.slot > context.through && !context.beyond.some(({ slot }) => slot === event.slot);
    },
    isItsOwnAndNext: ({ context, event }) => {
      assertEvent(event, 'decided');
      const { slot, value } = event;
      return (
        slot === context.through + 1 &&
        context.proposed.some((one) => one.slot === slot && one.value === value)
      );
    },
    // #region guards
    hasTheLeaseOfThePresent: ({ context }) => configurationAt(context.through + 1, context) === context.lease,
    /** Of those, too, who govern later, by a change that is decided, or that its leader has proposed. */
    hasTheLeaseOfAllThatMayGovern: ({ context: { configurations, proposed, through, lease } }) =>
      configurations.every(({ configuration }) => configuration === lease) &&
      proposed.every(({ slot, value }) => slot <= through || !isChange(value) || value === lease),
    // #endregion
    knowsWhatWasReported: ({ context }) => context.through >= context.needed,
  },
});

const learn = base.assign({
  through: (now) => known(now).through,
  configurations: (now) => known(now).configurations,
  beyond: (now) => known(now).beyond,
});

function known({
  context,
  event,
}: {
  readonly context: DeskContext;
  readonly event: { readonly type: string };
}): Known {
  const { slot, value } = event as Message<'decided'>;
  return withDecided(context, { slot, value }, context.alpha);
}

// #region desk
export const deskMachine = base
  .extend({
    guards: {
      isDone: and(['isNotKnown', 'isItsOwnAndNext']),
      mayAnswer: and(['hasTheLeaseOfThePresent', 'hasTheLeaseOfAllThatMayGovern', 'knowsWhatWasReported']),
    },
    actions: {
      learn,
      sayDone: base.emit(({ event }) => {
        assertEvent(event, 'decided');
        return { type: 'done', to: 'client', slot: event.slot };
      }),
      noteLeadership: base.assign({
        lease: ({ event }) => {
          assertEvent(event, 'leads');
          return event.configuration;
        },
        needed: ({ event }) => {
          assertEvent(event, 'leads');
          return event.through;
        },
      }),
      noteProposal: base.assign({
        proposed: ({ context, event }) => {
          assertEvent(event, 'accept');
          return [...context.proposed, { slot: event.slot, value: event.value }];
        },
      }),
      sendAnswer: base.emit(({ context }) => ({ type: 'answer', to: 'client', through: context.through })),
    },
  })
  .createMachine({
    id: 'desk',
    context: ({ input }) => ({
      ...input,
      through: 0,
      configurations: [{ from: 1, configuration: input.initial }],
      beyond: [],
      lease: null,
      needed: 0,
      proposed: [],
    }),
    on: {
      leads: { actions: 'noteLeadership' },
      accept: { actions: 'noteProposal' },
      decided: [
        { guard: 'isDone', actions: ['sayDone', 'learn'] },
        { guard: 'isNotKnown', actions: 'learn' },
      ],
      read: { guard: 'mayAnswer', actions: 'sendAnswer' },
    },
  });
// #endregion
