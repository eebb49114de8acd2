/** The replica of chapter 16 that answers whoever reads, without asking anybody, as long as it holds a lease. */
import { and, assertEvent, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import type { Ballot } from '../14-the-synod/ballot.js';
import type { Value } from '../14-the-synod/messages.js';
import { includesQuorum, type Quorum } from '../14-the-synod/quorum.js';
import type { Slot } from '../16-the-parliament/messages.js';
import {
  nextOf,
  type ReplicaContext as ReplicaOfChapter16,
  withDecree,
} from '../16-the-parliament/replica.js';
import type { Message, Ticks } from './messages.js';

export interface ReplicaInput {
  /** Whose grants are enough: every quorum of promises meets them. Majorities do, and so would quorums of phase 2. */
  readonly quorums: readonly Quorum[];
  /** How long a lease lasts on its own clock, counted from before it asks. */
  readonly lease: Ticks;
  /** How often it may ask: a bound that keeps the instance finite, and no rule. */
  readonly asks: number;
  /** The commands that its node was given: it tells the client when they are executed. */
  readonly commands: readonly Value[];
}

export interface ReplicaContext extends ReplicaOfChapter16, ReplicaInput {
  /** The last ballot in which its node came to lead. */
  readonly ballot: Ballot | null;
  /** The last slot that was reported to its node in that ballot: what is chosen may go as far. */
  readonly through: Slot;
  /** The number of its last request for a lease. */
  readonly number: number;
  /** While a request waits for grants: how long a lease would last that counts from when it asked; otherwise 0. */
  readonly asked: Ticks;
  /** Who has granted the request that waits: a set, sorted. */
  readonly grants: readonly string[];
  /** How long the lease that it holds still lasts; 0 if it holds none. */
  readonly left: Ticks;
}

/** It wants a lease, or a longer one. */
export interface Renew {
  readonly type: 'renew';
}

/** A client wants to know what was executed. */
export interface Read {
  readonly type: 'read';
}

/** It wants its lease no more, and others should not have to wait for its end. */
export interface GiveUp {
  readonly type: 'giveUp';
}

/** It looks whether it holds a lease, though nobody asks: only an ablation does. */
export interface Look {
  readonly type: 'look';
}

export const replicaSetup = setup({
  types: {
    context: {} as ReplicaContext,
    events: {} as
      | Received<Message<'decided' | 'leads' | 'granted' | 'leaseTick'>>
      | Renew
      | Read
      | GiveUp
      | Look,
    input: {} as ReplicaInput,
    emitted: {} as Sent<Message<'ask' | 'release' | 'done' | 'answer'>>,
  },
  guards: {
    isNews: ({ context, event }) => {
      assertEvent(event, 'decided');
      return !context.log.some(({ slot }) => slot === event.slot);
    },
    nextIsDecided: ({ context }) => nextOf(context) !== undefined,
    nextIsItsOwn: ({ context }) => {
      const next = nextOf(context);
      return next !== undefined && context.commands.includes(next.value);
    },
    hasLed: ({ context }) => context.ballot !== null,
    hasAsksLeft: ({ context }) => context.number < context.asks,
    isForItsLastAsk: ({ context, event }) => {
      assertEvent(event, 'granted');
      return event.number === context.number;
    },
    isWaiting: ({ context }) => context.asked > 0,
    isNotCountedYet: ({ context, event }) => {
      assertEvent(event, 'granted');
      return !context.grants.includes(event.from);
    },
    aQuorumGranted: ({ context }) => includesQuorum(context.grants, context.quorums),
    isCounting: ({ context }) => context.asked > 0 || context.left > 0,
    holdsALease: ({ context }) => context.left > 0,
    hasExecutedWhatWasReported: ({ context }) => context.executed.length >= context.through,
  },
});

export const replicaParts = replicaSetup.extend({
  guards: {
    mayAsk: and(['hasLed', 'hasAsksLeft']),
    isGrant: and(['isWaiting', 'isForItsLastAsk', 'isNotCountedYet']),
    mayAnswer: and(['holdsALease', 'hasExecutedWhatWasReported']),
  },
  actions: {
    remember: replicaSetup.assign({
      log: ({ context, event }) => {
        assertEvent(event, 'decided');
        return withDecree(context.log, { slot: event.slot, value: event.value });
      },
    }),
    execute: replicaSetup.assign({ executed: ({ context }) => [...context.executed, nextOf(context)!] }),
    sayDone: replicaSetup.emit(({ context }) => ({
      type: 'done',
      to: 'client',
      value: nextOf(context)!.value,
    })),
    noteLeadership: replicaSetup.assign({
      ballot: ({ event }) => {
        assertEvent(event, 'leads');
        return event.ballot;
      },
      through: ({ event }) => {
        assertEvent(event, 'leads');
        return event.through;
      },
      asked: 0,
      grants: [],
    }),
    // #region asking
    /** It begins to count before it sends. */
    beginToCount: replicaSetup.assign({
      number: ({ context }) => context.number + 1,
      asked: ({ context }) => context.lease,
      grants: [],
    }),
    sendAsk: replicaSetup.emit(({ context: { ballot, number } }) => ({
      type: 'ask',
      to: 'acceptor',
      ballot: ballot!,
      number,
    })),
    countGrant: replicaSetup.assign({
      grants: ({ context, event }) => {
        assertEvent(event, 'granted');
        return including(context.grants, event.from);
      },
    }),
    /** What is left of the lease is what is left since it asked, however late the grants came. */
    takeLease: replicaSetup.assign({ left: ({ context }) => context.asked, asked: 0, grants: [] }),
    countDown: replicaSetup.assign({
      asked: ({ context }) => Math.max(0, context.asked - 1),
      grants: ({ context }) => (context.asked > 1 ? context.grants : []),
      left: ({ context }) => Math.max(0, context.left - 1),
    }),
    // #endregion
    sendAnswer: replicaSetup.emit(({ context }) => ({
      type: 'answer',
      to: 'client',
      values: context.executed.map(({ value }) => value),
    })),
  },
});

// #region replica
export const replicaMachine = replicaParts.createMachine({
  id: 'replica',
  context: ({ input }) => ({
    ...input,
    log: [],
    executed: [],
    ballot: null,
    through: 0,
    number: 0,
    asked: 0,
    grants: [],
    left: 0,
  }),
  on: {
    decided: { guard: 'isNews', actions: 'remember' },
    leads: { actions: 'noteLeadership' },
    renew: { guard: 'mayAsk', actions: ['beginToCount', 'sendAsk'] },
    granted: { guard: 'isGrant', actions: 'countGrant' },
    leaseTick: { guard: 'isCounting', actions: 'countDown' },
    read: { guard: 'mayAnswer', actions: 'sendAnswer' },
  },
  always: [
    { guard: 'nextIsItsOwn', actions: ['sayDone', 'execute'] },
    { guard: 'nextIsDecided', actions: 'execute' },
    { guard: 'aQuorumGranted', actions: 'takeLease' },
  ],
});
// #endregion
