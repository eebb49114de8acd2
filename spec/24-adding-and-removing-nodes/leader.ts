/** The leader: it proposes in a slot only if it knows who governs there, and if these are the ones whom it asked in phase 1. */
import { and, assertEvent, setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import { type Ballot, compareBallots, isSameBallot } from '../14-the-synod/ballot.js';
import type { Value } from '../14-the-synod/messages.js';
import { includesQuorum } from '../14-the-synod/quorum.js';
import type { Report, Timeout } from '../16-the-parliament/leader.js';
import type { Slot, SlotVote } from '../16-the-parliament/messages.js';
import {
  type Configuration,
  configurationAt,
  type Known,
  membersOf,
  quorumsOf,
  withDecided,
} from './configuration.js';
import type { Message } from './messages.js';

export interface LeaderInput {
  readonly id: string;
  /** α: a change governs from so many slots after its own, and so many slots may be open at once. */
  readonly alpha: number;
  /** The members before any change. */
  readonly initial: Configuration;
  /** How many ballots it may begin, and what it proposes in each slot where it is free: the instance's bounds, no rules. */
  readonly rounds: number;
  readonly plan: readonly Value[];
}

export interface LeaderContext extends LeaderInput, Known {
  /** Its ballot; the one of its last attempt. Durable: it must not be used twice. */
  readonly ballot: Ballot | null;
  /** The configuration that its ballot is for: the one of the slot that was its first open one then. */
  readonly configuration: Configuration;
  /** The slot in which it proposes next; while preparing, the first of its ballot. */
  readonly next: Slot;
  /** While preparing: the promises for its ballot, by acceptor, each acceptor once. */
  readonly promises: readonly Report[];
  /** While leading: of the votes reported to it in each slot the one in the highest ballot, by slot. */
  readonly reported: readonly SlotVote[];
}

/** It proposes in its next slot. It may happen at any moment. */
export interface Propose {
  readonly type: 'propose';
}

/** It tells the other leaders how far it is. It may happen at any moment. */
export interface Tell {
  readonly type: 'tell';
}

type LeaderEvent = Received<Message<'promise' | 'decided' | 'snapshot'>> | Timeout | Propose | Tell;

export const leaderSetup = setup({
  types: {
    context: {} as LeaderContext,
    events: {} as LeaderEvent,
    input: {} as LeaderInput,
    emitted: {} as Sent<Message<'prepare' | 'accept' | 'snapshot'>>,
  },
  guards: {
    hasRoundsLeft: ({ context }) => (context.ballot?.round ?? 0) < context.rounds,
    hasASlotLeft: ({ context }) => context.next <= context.plan.length,
    // #region guards
    /** It knows every decree that may say who governs the slot. */
    isInReach: ({ context: { next, through, alpha } }) => next <= through + alpha,
    /** Phase 1 was for those who govern the slot. */
    isInItsConfiguration: ({ context }) => configurationAt(context.next, context) === context.configuration,
    // #endregion
    isForItsBallot: ({ context, event }) => {
      assertEvent(event, 'promise');
      return isSameBallot(event.ballot, context.ballot);
    },
    isNotCountedYet: ({ context, event }) => {
      assertEvent(event, 'promise');
      return !context.promises.some(({ acceptor }) => acceptor === event.from);
    },
    aQuorumPromised: ({ context: { promises, configuration } }) =>
      includesQuorum(
        promises.map(({ acceptor }) => acceptor),
        quorumsOf(configuration),
      ),
    isNotKnown: ({ context, event }) => {
      assertEvent(event, 'decided');
      return event.slot > context.through && !context.beyond.some(({ slot }) => slot === event.slot);
    },
    isAhead: ({ context, event }) => {
      assertEvent(event, 'snapshot');
      return event.through > context.through;
    },
    knowsSomething: ({ context }) => context.through > 0,
  },
});

type Arguments = { readonly context: LeaderContext; readonly event: LeaderEvent };

/** It knows that much now, and proposes nothing where it knows what is decided. */
export function assignKnown(known: (now: Arguments) => Known) {
  return leaderSetup.assign({
    through: (now) => known(now).through,
    configurations: (now) => known(now).configurations,
    beyond: (now) => known(now).beyond,
    next: (now) => Math.max(now.context.next, known(now).through + 1),
  });
}

// #region leader
export const leaderMachine = leaderSetup
  .extend({
    guards: {
      mayPropose: and(['hasASlotLeft', 'isInReach', 'isInItsConfiguration']),
      isNews: and(['isForItsBallot', 'isNotCountedYet']),
    },
    actions: {
      begin: leaderSetup.assign({
        ballot: ({ context }) => ({ round: (context.ballot?.round ?? 0) + 1, proposer: context.id }),
        configuration: ({ context }) => configurationAt(context.through + 1, context),
        next: ({ context }) => context.through + 1,
        promises: [],
        reported: [],
      }),
      sendPrepare: leaderSetup.emit(({ context: { configuration, ballot, next } }) => ({
        type: 'prepare',
        to: membersOf(configuration),
        ballot: ballot!,
        slot: next,
      })),
      countPromise: leaderSetup.assign({
        promises: ({ context, event }) => {
          assertEvent(event, 'promise');
          const report = { acceptor: event.from, votes: event.votes };
          return [...context.promises, report].sort((a, b) => (a.acceptor < b.acceptor ? -1 : 1));
        },
      }),
      noteReports: leaderSetup.assign({
        reported: ({ context }) => highestOf(context.promises.flatMap(({ votes }) => votes)),
        promises: [],
      }),
      sendAccept: leaderSetup.emit(({ context }) => {
        const { ballot, next: slot } = context;
        const configuration = configurationAt(slot, context);
        const value = valueFor(context);
        return { type: 'accept', to: membersOf(configuration), ballot: ballot!, slot, value, configuration };
      }),
      goOn: leaderSetup.assign({ next: ({ context }) => context.next + 1 }),
      noteDecided: assignKnown(({ context, event }) => {
        assertEvent(event, 'decided');
        return withDecided(context, { slot: event.slot, value: event.value }, context.alpha);
      }),
      sendSnapshot: leaderSetup.emit(({ context: { through, configurations } }) => ({
        type: 'snapshot',
        to: 'leader',
        through,
        configurations,
      })),
      install: assignKnown(({ context: { beyond, alpha }, event }) => {
        assertEvent(event, 'snapshot');
        const { through, configurations } = event;
        const after = beyond.filter(({ slot }) => slot > through);
        return after.reduce<Known>((known, decree) => withDecided(known, decree, alpha), {
          through,
          configurations,
          beyond: [],
        });
      }),
    },
  })
  .createMachine({
    id: 'leader',
    context: ({ input }) => ({
      ...input,
      through: 0,
      configurations: [{ from: 1, configuration: input.initial }],
      beyond: [],
      ballot: null,
      configuration: input.initial,
      next: 1,
      promises: [],
      reported: [],
    }),
    initial: 'following',
    on: {
      timeout: { guard: 'hasRoundsLeft', target: '.preparing', actions: ['begin', 'sendPrepare'] },
      decided: { guard: 'isNotKnown', actions: 'noteDecided' },
      tell: { guard: 'knowsSomething', actions: 'sendSnapshot' },
      snapshot: { guard: 'isAhead', actions: 'install' },
    },
    states: {
      following: {},
      preparing: {
        on: { promise: { guard: 'isNews', actions: 'countPromise' } },
        always: { guard: 'aQuorumPromised', target: 'leading', actions: 'noteReports' },
      },
      leading: {
        on: { propose: { guard: 'mayPropose', actions: ['sendAccept', 'goOn'] } },
      },
    },
  });
// #endregion

// #region value
/** In a slot where a vote was reported to it the value of the one in the highest ballot; else it is free. */
export function valueFor({ next, reported, plan }: LeaderContext): Value {
  return reported.find(({ slot }) => slot === next)?.value ?? plan[next - 1]!;
}
// #endregion

/** Of these votes those in the highest ballot of their slot, by slot. */
export function highestOf(votes: readonly SlotVote[]): readonly SlotVote[] {
  const isHighest = ({ slot, ballot }: SlotVote) =>
    votes.every((other) => other.slot !== slot || compareBallots(other.ballot, ballot) <= 0);
  const bySlot = new Map(votes.filter(isHighest).map((vote) => [vote.slot, vote]));
  return [...bySlot.values()].sort((one, other) => one.slot - other.slot);
}
