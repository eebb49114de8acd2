/** The client: it opens a session, numbers its requests in it, and retries each until it is answered or refused. */
import { assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import { isSameRequest, type Message, type RequestName, type Session } from './messages.js';
import type { Order } from './shop.js';

/** From outside: its user orders the next thing, or it has waited long enough. */
export type ClientEvent = { readonly type: 'order' } | { readonly type: 'timeout' };

export interface ClientInput {
  /** What its user is going to order, one thing after the other. */
  readonly orders: readonly Order[];
  /** How many requests it may have under way. */
  readonly window: number;
  /** Present after a restart: what it had written down. */
  readonly durable?: Partial<ClientContext>;
}

/** A request that has no answer yet. */
export interface Waiting extends RequestName {
  readonly order: Order;
}

export interface ClientContext {
  readonly window: number;
  /** What its user has not ordered yet. */
  readonly orders: readonly Order[];
  /** Its session, or the last that it had; 0 before the first. */
  readonly session: Session;
  /** The number of its last request in the session. */
  readonly number: number;
  /** The requests that it waits for, by number. */
  readonly waiting: readonly Waiting[];
  /** The orders of which it cannot know any more whether they were taken. */
  readonly unknown: readonly Order[];
}

export const clientSetup = setup({
  types: {
    context: {} as ClientContext,
    events: {} as Received<Message<'opened' | 'answer' | 'refused'>> | ClientEvent,
    input: {} as ClientInput,
    emitted: {} as Sent<Message<'open' | 'request' | 'served'>>,
  },
  guards: {
    isALaterSession: ({ context, event }) => {
      assertEvent(event, 'opened');
      return event.session > context.session;
    },
    hasRoomInItsWindow: ({ context: { orders, number, waiting, window } }) =>
      orders.length > 0 && (waiting.length === 0 || waiting[0]!.number > number + 1 - window),
    isWaitedFor: ({ context, event }) => {
      assertEvent(event, ['answer', 'refused']);
      return context.waiting.some((request) => isSameRequest(request, event));
    },
  },
});

// #region client
export const clientMachine = clientSetup
  .extend({
    actions: {
      sendOpen: clientSetup.emit(({ context }) => ({ type: 'open', to: 'service', after: context.session })),
      useSession: clientSetup.assign({
        session: ({ event }) => {
          assertEvent(event, 'opened');
          return event.session;
        },
        number: 0,
      }),
      place: clientSetup.assign({
        orders: ({ context }) => context.orders.slice(1),
        number: ({ context }) => context.number + 1,
        waiting: ({ context: { waiting, session, number, orders } }) => [
          ...waiting,
          { session, number: number + 1, order: orders[0]! },
        ],
      }),
      sendRequest: clientSetup.emit(({ context: { waiting } }) => ({
        type: 'request',
        to: 'service',
        ...waiting.at(-1)!,
        answered: waiting[0]!.number - 1,
      })),
      sendAgain: clientSetup.enqueueActions(({ context: { waiting }, enqueue }) => {
        for (const request of waiting)
          enqueue.emit({ type: 'request', to: 'service', ...request, answered: waiting[0]!.number - 1 });
      }),
      tellItsUser: clientSetup.emit(({ context, event }) => {
        assertEvent(event, 'answer');
        const { order } = context.waiting.find((request) => isSameRequest(request, event))!;
        return { type: 'served', to: [], order, place: event.place };
      }),
      waitNoMore: clientSetup.assign({
        waiting: ({ context, event }) => {
          assertEvent(event, 'answer');
          return context.waiting.filter((request) => !isSameRequest(request, event));
        },
      }),
      giveUp: clientSetup.assign({
        waiting: [],
        unknown: ({ context }) => [...context.unknown, ...context.waiting.map(({ order }) => order)],
      }),
    },
  })
  .createMachine({
    id: 'client',
    context: ({ input: { durable, ...input } }) => ({
      ...input,
      session: 0,
      number: 0,
      waiting: [],
      unknown: [],
      ...durable,
    }),
    initial: 'opening',
    states: {
      opening: {
        entry: 'sendOpen',
        on: {
          opened: { guard: 'isALaterSession', target: 'open', actions: 'useSession' },
          timeout: { actions: 'sendOpen' },
        },
      },
      open: {
        on: {
          order: { guard: 'hasRoomInItsWindow', actions: ['place', 'sendRequest'] },
          answer: { guard: 'isWaitedFor', actions: ['tellItsUser', 'waitNoMore'] },
          refused: { guard: 'isWaitedFor', target: 'opening', actions: 'giveUp' },
          timeout: { actions: 'sendAgain' },
        },
      },
    },
  });
// #endregion
