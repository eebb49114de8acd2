/** The proposer: it begins ballots, asks what the acceptors know, and proposes a value that is safe. */
import { and, assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import { type Ballot, compareBallots, isSameBallot } from './ballot.js';
import type { Restored } from './memory.js';
import type { Message, Value, Vote } from './messages.js';
import { includesQuorum, type Quorum } from './quorum.js';

export interface ProposerInput {
  readonly id: string;
  /** The quorums of phase 1: whose promises are enough to propose. */
  readonly quorums: readonly Quorum[];
  /** How many ballots it may begin: a bound that keeps the instance finite, and no rule of Paxos. */
  readonly rounds: number;
}

/** What an acceptor reported with its promise. */
export interface Report {
  readonly acceptor: string;
  readonly vote: Vote | null;
}

export interface ProposerContext extends ProposerInput {
  /** The value it was asked for, once it was asked. */
  readonly value: Value | null;
  /** Its ballot; the one of its last attempt. Durable: it must not be used twice. */
  readonly ballot: Ballot | null;
  /** While preparing: the promises for its ballot, by acceptor, each acceptor once. */
  readonly promises: readonly Report[];
}

/** Time is up: the first attempt begins, or the last one is given up. It may happen at any moment. */
export interface Timeout {
  readonly type: 'timeout';
}

const base = setup({
  types: {
    context: {} as ProposerContext,
    events: {} as Received<Message<'request' | 'promise'>> | Timeout,
    input: {} as ProposerInput & Restored<ProposerContext>,
    emitted: {} as Sent<Message<'prepare' | 'accept'>>,
  },
  guards: {
    hasNoValue: ({ context }) => context.value === null,
    hasValue: ({ context }) => context.value !== null,
    hasRoundsLeft: ({ context }) => (context.ballot?.round ?? 0) < context.rounds,
    isForItsBallot: ({ context, event }) => {
      assertEvent(event, 'promise');
      return isSameBallot(event.ballot, context.ballot);
    },
    isNotCountedYet: ({ context, event }) => {
      assertEvent(event, 'promise');
      return !context.promises.some(({ acceptor }) => acceptor === event.from);
    },
    aQuorumPromised: ({ context }) => includesQuorum(reporters(context), context.quorums),
  },
});

/**
 * The rule that carries the proof. What was voted for may be chosen already, and of all that was voted for the value of
 * the highest ballot is the one to follow; only where nobody reports a vote is the proposer free (Paxos Made Simple,
 * §2.2, P2c; The Part-Time Parliament, §2.1, B3; module Voting, ShowsSafeAt).
 */
// #region value
export function valueToPropose({ promises, value }: ProposerContext): Value | null {
  const votes = promises.map(({ vote }) => vote).filter((vote) => vote !== null);
  const [highest] = votes.sort((a, b) => compareBallots(b.ballot, a.ballot));
  return highest ? highest.value : value;
}
// #endregion

/** The action that proposes what the rule says. A proposer that prepares has a ballot and a value. */
export function proposing(rule: (context: ProposerContext) => Value | null) {
  return base.emit(({ context }) => ({
    type: 'accept',
    to: 'acceptor',
    ballot: context.ballot!,
    value: rule(context)!,
  }));
}

/** Phase 1a and phase 2a of Paxos Made Simple, §2.2; Phase1a and Phase2a of Lamport's module Paxos. */
// #region proposer
export const proposerMachine = base
  .extend({
    guards: {
      mayTakeRequest: and(['hasNoValue', 'hasRoundsLeft']),
      mayBegin: and(['hasValue', 'hasRoundsLeft']),
      isNews: and(['isForItsBallot', 'isNotCountedYet']),
    },
    actions: {
      takeRequest: base.assign({
        value: ({ event }) => {
          assertEvent(event, 'request');
          return event.value;
        },
      }),
      begin: base.assign({
        ballot: ({ context }) => ({ round: (context.ballot?.round ?? 0) + 1, proposer: context.id }),
        promises: [],
      }),
      sendPrepare: base.emit(({ context }) => ({ type: 'prepare', to: 'acceptor', ballot: context.ballot! })),
      countPromise: base.assign({
        promises: ({ context, event }) => {
          assertEvent(event, 'promise');
          return withReport(context.promises, { acceptor: event.from, vote: event.vote });
        },
      }),
      sendAccept: proposing(valueToPropose),
      forgetPromises: base.assign({ promises: [] }),
    },
  })
  .createMachine({
    id: 'proposer',
    context: ({ input: { durable, ...input } }) => ({
      ...input,
      value: null,
      ballot: null,
      promises: [],
      ...durable,
    }),
    initial: 'idle',
    on: {
      request: { guard: 'mayTakeRequest', actions: 'takeRequest' },
      timeout: { guard: 'mayBegin', target: '.preparing', actions: ['begin', 'sendPrepare'] },
    },
    states: {
      idle: {},
      preparing: {
        on: { promise: { guard: 'isNews', actions: 'countPromise' } },
        always: { guard: 'aQuorumPromised', target: 'accepting', actions: ['sendAccept', 'forgetPromises'] },
      },
      accepting: {},
    },
  });
// #endregion

function reporters({ promises }: ProposerContext): readonly string[] {
  return promises.map(({ acceptor }) => acceptor);
}

function withReport(reports: readonly Report[], report: Report): readonly Report[] {
  return [...reports, report].sort((a, b) => (a.acceptor < b.acceptor ? -1 : 1));
}
