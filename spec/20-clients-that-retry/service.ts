/** The service: a replica that takes the decrees of the log one by one, and feeds its state machine with those that are new. */
import { and, assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Message, Session } from './messages.js';
import { type Order, shop } from './shop.js';
import { answeredThrough, answerTo, sessionOf, type Table, withAnswer } from './table.js';

/** A decree of its own: somebody had it put into the log that a session has been silent for too long. */
export interface Evict {
  readonly type: 'evict';
  readonly session: Session;
}

export interface ServiceInput {
  /** How many requests a session may have under way: the same for all clients and replicas. */
  readonly window: number;
  /** Present after a restart: what was in the snapshot. */
  readonly durable?: Partial<ServiceContext>;
}

export interface ServiceContext extends Table {
  readonly window: number;
  /** The state of the state machine. */
  readonly orders: readonly Order[];
}

export const serviceSetup = setup({
  types: {
    context: {} as ServiceContext,
    events: {} as Received<Message<'open' | 'request'>> | Evict,
    input: {} as ServiceInput,
    emitted: {} as Sent<Message<'opened' | 'answer' | 'refused'>>,
  },
  guards: {
    hasASession: ({ context, event }) => {
      assertEvent(event, 'open');
      return context.sessions.some(({ client, session }) => client === event.from && session > event.after);
    },
    isOfNoSession: ({ context, event }) => {
      assertEvent(event, 'request');
      return sessionOf(event, context) === undefined;
    },
    isAnswered: ({ context, event }) => {
      assertEvent(event, 'request');
      return answerTo(event, context) !== undefined;
    },
    isNotAcknowledged: ({ context, event }) => {
      assertEvent(event, 'request');
      return event.number > answeredThrough(event, context);
    },
    isInTheWindow: ({ context, event }) => {
      assertEvent(event, 'request');
      return event.number <= answeredThrough(event, context) + context.window;
    },
    isOpen: ({ context, event }) => {
      assertEvent(event, 'evict');
      return context.sessions.some(({ session }) => session === event.session);
    },
  },
});

/** The action that takes note of an answer, by the rule that says what becomes of the others. */
export function remembering(rule: typeof withAnswer) {
  return serviceSetup.assign({
    answers: ({ context, event }) => {
      assertEvent(event, 'request');
      const { session, number } = event;
      return rule(context.answers, { session, number, place: context.orders.length });
    },
  });
}

/** The action that answers from the table, by the rule that says which answer. */
export function answering(rule: typeof answerTo) {
  return serviceSetup.emit(({ context, event }) => {
    assertEvent(event, 'request');
    const { from, session, number } = event;
    return { type: 'answer', to: from, session, number, place: rule(event, context)!.place };
  });
}

// #region service
export const serviceMachine = serviceSetup
  .extend({
    guards: { isNew: and(['isNotAcknowledged', 'isInTheWindow']) },
    actions: {
      open: serviceSetup.assign({
        opened: ({ context }) => context.opened + 1,
        sessions: ({ context, event }) => {
          assertEvent(event, 'open');
          const others = context.sessions.filter(({ client }) => client !== event.from);
          return [...others, { session: context.opened + 1, client: event.from, answered: 0 }];
        },
        // A client has one session at a time: the answers of an earlier one go with it.
        answers: ({ context: { answers, sessions }, event }) => {
          assertEvent(event, 'open');
          return answers.filter(
            ({ session }) => !sessions.some((one) => one.session === session && one.client === event.from),
          );
        },
      }),
      sendOpened: serviceSetup.emit(({ context, event }) => {
        assertEvent(event, 'open');
        const { session } = context.sessions.find(({ client }) => client === event.from)!;
        return { type: 'opened', to: event.from, session };
      }),
      dropAcknowledged: serviceSetup.assign({
        sessions: ({ context, event }) => {
          assertEvent(event, 'request');
          const answered = answeredThrough(event, context);
          return context.sessions.map((one) => (one.session === event.session ? { ...one, answered } : one));
        },
        answers: ({ context, event }) => {
          assertEvent(event, 'request');
          const answered = answeredThrough(event, context);
          return context.answers.filter(
            ({ session, number }) => session !== event.session || number > answered,
          );
        },
      }),
      apply: serviceSetup.assign({
        orders: ({ context, event }) => {
          assertEvent(event, 'request');
          return shop.apply(context.orders, event.order)[0];
        },
      }),
      remember: remembering(withAnswer),
      answer: answering(answerTo),
      refuse: serviceSetup.emit(({ event }) => {
        assertEvent(event, 'request');
        return { type: 'refused', to: event.from, session: event.session, number: event.number };
      }),
      evict: serviceSetup.assign({
        sessions: ({ context, event }) => {
          assertEvent(event, 'evict');
          return context.sessions.filter(({ session }) => session !== event.session);
        },
        answers: ({ context, event }) => {
          assertEvent(event, 'evict');
          return context.answers.filter(({ session }) => session !== event.session);
        },
      }),
    },
  })
  .createMachine({
    id: 'service',
    context: ({ input: { durable, window } }) => ({
      window,
      orders: shop.initial,
      opened: 0,
      sessions: [],
      answers: [],
      ...durable,
    }),
    on: {
      open: [{ guard: 'hasASession', actions: 'sendOpened' }, { actions: ['open', 'sendOpened'] }],
      request: [
        { guard: 'isOfNoSession', actions: 'refuse' },
        { guard: 'isAnswered', actions: ['dropAcknowledged', 'answer'] },
        { guard: 'isNew', actions: ['dropAcknowledged', 'apply', 'remember', 'answer'] },
      ],
      evict: { guard: 'isOpen', actions: 'evict' },
    },
  });
// #endregion
