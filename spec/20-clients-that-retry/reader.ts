/** A replica that answers reads: it asks a quorum how far anything may be decided, and answers from its own state there. */
import { and, assertEvent, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import type { Restored } from '../14-the-synod/memory.js';
import { includesQuorum, type Quorum } from '../14-the-synod/quorum.js';
import type { Decree, Slot } from '../16-the-parliament/messages.js';
import { withDecree } from '../16-the-parliament/replica.js';
import type { ReadMessage } from './read-messages.js';

/** Its user wants to know how many orders the shop has taken. */
export interface BeginRead {
  readonly type: 'read';
}

export interface ReaderInput extends Restored<ReaderContext> {
  readonly id: string;
  /** The other replicas. */
  readonly others: readonly string[];
  /** Whose word is enough for a read: each of them meets every quorum of votes. */
  readonly quorums: readonly Quorum[];
  /** How often its user reads, at most. */
  readonly reads: number;
}

// #region context
export interface ReaderContext extends Omit<ReaderInput, 'durable'> {
  /** The slots in which it voted, and which it has not executed yet. Durable. */
  readonly votes: readonly Slot[];
  /** The decisions that it has heard of, by slot: its log, which may have holes. Durable. */
  readonly log: readonly Decree[];
  /** The number of its last read. Durable. */
  readonly asked: number;
  /** The replicas that have answered the read under way, by name, itself included. */
  readonly told: readonly string[];
  /** The last slot that they named. */
  readonly last: Slot;
}
// #endregion

export const readerSetup = setup({
  types: {
    context: {} as ReaderContext,
    events: {} as Received<ReadMessage<'accept' | 'decided' | 'ask' | 'frontier'>> | BeginRead,
    input: {} as ReaderInput,
    emitted: {} as Sent<ReadMessage<'accepted' | 'ask' | 'frontier' | 'told'>>,
  },
  guards: {
    isOpenToVotes: ({ context, event }) => {
      assertEvent(event, 'accept');
      return !context.votes.includes(event.slot) && event.slot > executedThrough(context);
    },
    isNews: ({ context, event }) => {
      assertEvent(event, 'decided');
      return !context.log.some(({ slot }) => slot === event.slot);
    },
    mayReadAgain: ({ context }) => context.asked < context.reads,
    isOfThisRead: ({ context, event }) => {
      assertEvent(event, 'frontier');
      return event.read === context.asked;
    },
    aQuorumHasTold: ({ context }) => includesQuorum(context.told, context.quorums),
    hasExecutedThatFar: ({ context }) => executedThrough(context) >= context.last,
  },
});

/** The actions by which a replica tells how far anything may be decided, itself or another, by the rule that says how far. */
export function telling(frontier: (context: ReaderContext) => Slot) {
  return {
    beginRead: readerSetup.assign({
      asked: ({ context }) => context.asked + 1,
      told: ({ context }) => [context.id],
      last: ({ context }) => frontier(context),
    }),
    sendFrontier: readerSetup.emit(({ context, event }) => {
      assertEvent(event, 'ask');
      return { type: 'frontier', to: event.from, read: event.read, last: frontier(context) };
    }),
  };
}

/** The action that takes note of what a replica tells, by the rule that says how far anything may then be decided. */
export function noting(rule: (last: Slot, told: Slot) => Slot) {
  return readerSetup.assign({
    told: ({ context, event }) => {
      assertEvent(event, 'frontier');
      return including(context.told, event.from);
    },
    last: ({ context, event }) => {
      assertEvent(event, 'frontier');
      return rule(context.last, event.last);
    },
  });
}

// #region reader
export const readerMachine = readerSetup
  .extend({
    guards: { isReady: and(['aQuorumHasTold', 'hasExecutedThatFar']) },
    actions: {
      vote: readerSetup.assign({
        votes: ({ context, event }) => {
          assertEvent(event, 'accept');
          return [...context.votes, event.slot].sort((one, other) => one - other);
        },
      }),
      sendAccepted: readerSetup.emit(({ event }) => {
        assertEvent(event, 'accept');
        return { type: 'accepted', to: 'leader', slot: event.slot };
      }),
      remember: readerSetup.assign({
        log: ({ context, event }) => {
          assertEvent(event, 'decided');
          return withDecree(context.log, { slot: event.slot, value: event.value });
        },
      }),
      forgetVotes: readerSetup.assign({
        votes: ({ context }) => context.votes.filter((slot) => slot > executedThrough(context)),
      }),
      ...telling(frontierOf),
      sendAsk: readerSetup.emit(({ context }) => ({ type: 'ask', to: context.others, read: context.asked })),
      note: noting(Math.max),
      tellItsUser: readerSetup.emit(({ context }) => ({
        type: 'told',
        to: [],
        orders: executedThrough(context),
      })),
      endRead: readerSetup.assign({ told: [], last: 0 }),
    },
  })
  .createMachine({
    id: 'replica',
    context: ({ input: { durable, ...input } }) => ({
      ...input,
      votes: [],
      log: [],
      asked: 0,
      told: [],
      last: 0,
      ...durable,
    }),
    on: {
      accept: { guard: 'isOpenToVotes', actions: ['vote', 'sendAccepted'] },
      decided: { guard: 'isNews', actions: ['remember', 'forgetVotes'] },
      ask: { actions: 'sendFrontier' },
    },
    initial: 'resting',
    states: {
      resting: {
        on: { read: { guard: 'mayReadAgain', target: 'reading', actions: ['beginRead', 'sendAsk'] } },
      },
      reading: {
        on: { frontier: { guard: 'isOfThisRead', actions: 'note' } },
        always: { guard: 'isReady', target: 'resting', actions: ['tellItsUser', 'endRead'] },
      },
    },
  });
// #endregion

// #region frontier
/** It has voted in no slot above this one, and knows of no decision above it. */
export function frontierOf({ votes, log }: ReaderContext): Slot {
  return Math.max(0, ...votes, ...log.map(({ slot }) => slot));
}
// #endregion

/** The last slot that it has executed: it executes each as soon as all before it are decided. */
export function executedThrough({ log }: Pick<ReaderContext, 'log'>): Slot {
  const hole = log.findIndex(({ slot }, at) => slot !== at + 1);
  return hole === -1 ? log.length : hole;
}
