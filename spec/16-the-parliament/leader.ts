/** The leader: it prepares all open slots at once, finishes what others began in them, and then proposes commands, one a slot. */
import { and, assertEvent, setup } from 'xstate';
import { including, type Received, type Sent } from '#model/index.js';
import { type Ballot, compareBallots, isSameBallot } from '../14-the-synod/ballot.js';
import type { Restored } from '../14-the-synod/memory.js';
import type { Value } from '../14-the-synod/messages.js';
import { includesQuorum, type Quorum } from '../14-the-synod/quorum.js';
import { type Decree, type Message, NO_OP, type Slot, type SlotVote } from './messages.js';

export interface LeaderInput {
  readonly id: string;
  /** The quorums of phase 1: whose promises are enough to propose. */
  readonly quorums: readonly Quorum[];
  /** How many ballots it may begin, how many slots there are, and what it is asked for, in this order: the instance's bounds, no rules. */
  readonly rounds: number;
  readonly slots: number;
  readonly commands: readonly Value[];
}

/** What an acceptor reported with its promise. */
export interface Report {
  readonly acceptor: string;
  readonly votes: readonly SlotVote[];
}

export interface LeaderContext extends LeaderInput {
  /** The slots that it has heard are decided: a set, sorted. */
  readonly decided: readonly Slot[];
  /** Its ballot; the one of its last attempt. Durable: it must not be used twice. */
  readonly ballot: Ballot | null;
  /** The first slot of its ballot: it was open when the ballot began. Phase 1 is for this slot and all later ones. */
  readonly first: Slot;
  /** While preparing: the promises for its ballot, by acceptor, each acceptor once. */
  readonly promises: readonly Report[];
  /** While leading: what it has proposed in its ballot, for the slots from the first on, without a hole. */
  readonly proposals: readonly Decree[];
}

/** Time is up: the first attempt begins, or the last one is given up. It may happen at any moment. */
export interface Timeout {
  readonly type: 'timeout';
}

/** Somebody wants this command to be executed. */
export interface Command {
  readonly type: 'command';
  readonly value: Value;
}

/** It has not heard what became of its messages, and sends them again. */
export interface Retry {
  readonly type: 'retry';
}

const base = setup({
  types: {
    context: {} as LeaderContext,
    events: {} as Received<Message<'promise' | 'decided'>> | Timeout | Command | Retry,
    input: {} as LeaderInput & Restored<LeaderContext>,
    emitted: {} as Sent<Message<'prepare' | 'accept'>>,
  },
  guards: {
    hasRoundsLeft: ({ context }) => (context.ballot?.round ?? 0) < context.rounds,
    hasAnOpenSlot: ({ context }) => firstOpen(context) <= context.slots,
    hasASlotLeft: ({ context }) => nextSlot(context) <= context.slots,
    isNextCommand: ({ context: { commands, proposals }, event }) => {
      assertEvent(event, 'command');
      const isProposed = (command: Value) => proposals.some(({ value }) => value === command);
      return event.value === commands.find((command) => !isProposed(command));
    },
    isForItsBallot: ({ context, event }) => {
      assertEvent(event, 'promise');
      return isSameBallot(event.ballot, context.ballot);
    },
    isNotCountedYet: ({ context, event }) => {
      assertEvent(event, 'promise');
      return !context.promises.some(({ acceptor }) => acceptor === event.from);
    },
    aQuorumPromised: ({ context }) =>
      includesQuorum(
        context.promises.map(({ acceptor }) => acceptor),
        context.quorums,
      ),
    isNotKnown: ({ context, event }) => {
      assertEvent(event, 'decided');
      return !context.decided.includes(event.slot);
    },
  },
});

// #region slots
/** The first slot that it does not know to be decided. */
export function firstOpen({ decided }: LeaderContext): Slot {
  const hole = decided.findIndex((slot, index) => slot !== index + 1);
  return (hole === -1 ? decided.length : hole) + 1;
}

/** The slot of the next command: the one after the last in which it has proposed. */
export function nextSlot({ first, proposals }: LeaderContext): Slot {
  return (proposals.at(-1)?.slot ?? first - 1) + 1;
}
// #endregion

/**
 * What phase 1 obliges the leader to propose, from its first slot to the last one in which a vote was reported: slot by slot the rule of
 * chapter 14, and a no-op where nobody reported a vote (Paxos Made Simple, §3; The Part-Time Parliament, §3.1).
 */
// #region reported
export function reportedBy({ first, promises }: LeaderContext): readonly Decree[] {
  const votes = promises.flatMap((report) => report.votes);
  const last = Math.max(first - 1, ...votes.map(({ slot }) => slot));
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const slot = first + index;
    return { slot, value: valueIn(slot, votes) };
  });
}

/** The value of the vote in the highest ballot, which may be chosen in this slot; where there is no vote, nothing is. */
export function valueIn(at: Slot, votes: readonly SlotVote[]): Value {
  const [highest] = votes
    .filter(({ slot }) => slot === at)
    .sort((one, other) => compareBallots(other.ballot, one.ballot));
  return highest ? highest.value : NO_OP;
}
// #endregion

// #region leader
export const leaderMachine = base
  .extend({
    guards: {
      mayBegin: and(['hasRoundsLeft', 'hasAnOpenSlot']),
      mayPropose: and(['hasASlotLeft', 'isNextCommand']),
      isNews: and(['isForItsBallot', 'isNotCountedYet']),
    },
    actions: {
      begin: base.assign({
        ballot: ({ context }) => ({ round: (context.ballot?.round ?? 0) + 1, proposer: context.id }),
        first: ({ context }) => firstOpen(context),
        promises: [],
        proposals: [],
      }),
      sendPrepare: base.emit(({ context }) => ({
        type: 'prepare',
        to: 'acceptor',
        ballot: context.ballot!,
        slot: context.first,
      })),
      countPromise: base.assign({
        promises: ({ context, event }) => {
          assertEvent(event, 'promise');
          return withReport(context.promises, { acceptor: event.from, votes: event.votes });
        },
      }),
      proposeReported: base.assign({ proposals: ({ context }) => reportedBy(context) }),
      forgetPromises: base.assign({ promises: [] }),
      propose: base.assign({
        proposals: ({ context, event }) => {
          assertEvent(event, 'command');
          return [...context.proposals, { slot: nextSlot(context), value: event.value }];
        },
      }),
      sendAccepts: base.enqueueActions(({ context, enqueue }) => {
        for (const proposal of context.proposals)
          enqueue.emit({ type: 'accept', to: 'acceptor', ballot: context.ballot!, ...proposal });
      }),
      sendLastAccept: base.emit(({ context }) => ({
        type: 'accept',
        to: 'acceptor',
        ballot: context.ballot!,
        ...context.proposals.at(-1)!,
      })),
      noteDecided: base.assign({
        decided: ({ context, event }) => {
          assertEvent(event, 'decided');
          return including(context.decided, event.slot);
        },
      }),
    },
  })
  .createMachine({
    id: 'leader',
    context: ({ input: { durable, ...input } }) => ({
      ...input,
      decided: [],
      ballot: null,
      first: 1,
      promises: [],
      proposals: [],
      ...durable,
    }),
    initial: 'following',
    on: {
      timeout: { guard: 'mayBegin', target: '.preparing', actions: ['begin', 'sendPrepare'] },
      decided: { guard: 'isNotKnown', actions: 'noteDecided' },
    },
    states: {
      following: {},
      preparing: {
        on: {
          promise: { guard: 'isNews', actions: 'countPromise' },
          retry: { actions: 'sendPrepare' },
        },
        always: {
          guard: 'aQuorumPromised',
          target: 'leading',
          actions: ['proposeReported', 'sendAccepts', 'forgetPromises'],
        },
      },
      leading: {
        on: {
          command: { guard: 'mayPropose', actions: ['propose', 'sendLastAccept'] },
          retry: { actions: 'sendAccepts' },
        },
      },
    },
  });
// #endregion

function withReport(reports: readonly Report[], report: Report): readonly Report[] {
  return [...reports, report].sort((a, b) => (a.acceptor < b.acceptor ? -1 : 1));
}
