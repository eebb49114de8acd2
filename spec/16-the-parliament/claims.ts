/** What must be true of every Parliament, and what must be possible in it. */
import { always, sometimes, step } from '#model/index.js';
import { isSameBallot } from '../14-the-synod/ballot.js';
import { type CastVote, chosen, votedFor } from '../14-the-synod/history.js';
import type { LearnerContext } from '../14-the-synod/learner.js';
import type { Value } from '../14-the-synod/messages.js';
import type { LeaderContext } from './leader.js';
import { type Decree, type Message, NO_OP, type Slot } from './messages.js';
import type { ReplicaContext } from './replica.js';
import { quorumsOf, type Size, slotsOf } from './size.js';

/** A state of a Parliament, as these properties see it; whether a node votes as well makes no difference. */
export interface Parliament {
  readonly node: readonly {
    readonly id: string;
    readonly value: { readonly leader: 'following' | 'preparing' | 'leading' };
    readonly context: { readonly leader: LeaderContext; readonly replica: ReplicaContext };
  }[];
  readonly learner: readonly { readonly context: LearnerContext }[];
  readonly messages: <Type extends 'prepare' | 'promise' | 'accept' | 'decided'>(
    type: Type,
  ) => readonly (Message<Type> & { readonly from: string })[];
  readonly history: { readonly votes: Readonly<Record<Slot, readonly CastVote[]>> };
}

/** The properties of a Parliament of that size, by name. */
export function propertiesOf(size: Size) {
  const slots = slotsOf(size);
  const quorums = quorumsOf(size);
  const commands = Object.values(size.commands).flat();
  const chosenIn = ({ history }: Parliament, slot: Slot) => chosen(history.votes[slot] ?? [], quorums);
  const isChosen = (state: Parliament, { slot, value }: Decree) => chosenIn(state, slot).includes(value);

  return {
    // #region each
    /** In each slot one value is decided, at most. */
    agreement: always('agreement', ({ messages }: Parliament) =>
      slots.every((slot) => {
        const decided = messages('decided').filter((decree) => decree.slot === slot);
        return new Set(decided.map(({ value }) => value)).size <= 1;
      }),
    ),

    /** What is decided, somebody asked for, or it is a no-op. */
    validity: always('validity', ({ messages }: Parliament) =>
      messages('decided').every(({ value }) => value === NO_OP || commands.includes(value)),
    ),

    /** Nobody is told of a decision that was not made in that slot. */
    decidedImpliesChosen: always('decided implies chosen', (state: Parliament) =>
      state.messages('decided').every((decree) => isChosen(state, decree)),
    ),

    /** Once a value is chosen in a slot, a step neither changes it nor adds another. */
    chosenStaysChosen: step('chosen stays chosen', (before: Parliament, after: Parliament) =>
      slots.every((slot) => {
        const [was, is] = [chosenIn(before, slot), chosenIn(after, slot)];
        return was.length === 0 || (was.length === is.length && was.every((value) => is.includes(value)));
      }),
    ),

    /** A ballot is about one value in each slot. */
    oneValuePerBallotAndSlot: always('one value for a ballot and slot', ({ messages }: Parliament) =>
      messages('accept').every((one, _, accepts) =>
        accepts.every(
          (other) =>
            one.slot !== other.slot || !isSameBallot(one.ballot, other.ballot) || one.value === other.value,
        ),
      ),
    ),

    /** Leaders can believe what they are told. */
    aPromiseReportsVotesThatWereCast: always(
      'a promise reports votes that were cast',
      ({ messages, history }: Parliament) =>
        messages('promise').every(({ from, votes }) =>
          votes.every(({ slot, ballot, value }) => votedFor(history.votes[slot] ?? [], from, ballot, value)),
        ),
    ),
    // #endregion

    // #region log
    /** Whoever executed a slot has executed all before it, in their order. */
    nothingIsExecutedPastAHole: always('nothing is executed past a hole', ({ node: nodes }: Parliament) =>
      nodes.every(({ context }) => context.replica.executed.every(({ slot }, index) => slot === index + 1)),
    ),

    /** Of any two nodes one has done what the other did, and perhaps more. */
    logsArePrefixes: always('logs are prefixes of one another', ({ node: nodes }: Parliament) => {
      const logs = nodes.map(({ context }) => context.replica.executed.map(({ value }) => value));
      return logs.every((one) => logs.every((other) => isPrefix(one, other) || isPrefix(other, one)));
    }),

    executedImpliesChosen: always('executed implies chosen', (state: Parliament) =>
      state.node.every(({ context }) => context.replica.executed.every((decree) => isChosen(state, decree))),
    ),

    /** From the first slot of its ballot to the last in which it proposed, a leader has proposed in each. */
    aLeaderLeavesNoHole: always('a leader leaves no hole', ({ messages }: Parliament) =>
      messages('prepare').every(({ ballot, slot: first }) => {
        const proposed = messages('accept').filter((accept) => isSameBallot(accept.ballot, ballot));
        const last = Math.max(...proposed.map(({ slot }) => slot));
        return slots
          .filter((slot) => slot >= first && slot <= last)
          .every((slot) => proposed.some((accept) => accept.slot === slot));
      }),
    ),
    // #endregion

    // #region books
    /** However often it arrives. Otherwise a memory could grow without end. */
    aPromiseCountsOnce: always('a promise counts once', ({ node: nodes }: Parliament) =>
      nodes.every(({ context }) => areDifferent(context.leader.promises.map(({ acceptor }) => acceptor))),
    ),

    /** The same for votes. */
    aVoteCountsOnce: always('a vote counts once', ({ learner: learners }: Parliament) =>
      learners.every(({ context }) => context.votes.every(({ acceptors }) => areDifferent(acceptors))),
    ),
    // #endregion

    // #region sometimes
    everythingIsExecuted: sometimes('all slots are executed', ({ node: nodes }: Parliament) =>
      nodes.some(({ context }) => context.replica.executed.length === size.slots),
    ),

    twoLeadersAtOnce: sometimes(
      'two lead at once',
      ({ node: nodes }: Parliament) => nodes.filter(({ value }) => value.leader === 'leading').length >= 2,
    ),

    aNoOpFillsAHole: sometimes('a hole is filled by a no-op', ({ messages }: Parliament) =>
      messages('decided').some(
        ({ slot, value }) => value === NO_OP && messages('decided').some((other) => other.slot > slot),
      ),
    ),

    aValueIsAdoptedAndTheNextIsNot: sometimes(
      'a value is adopted for one slot and not for the next',
      ({ messages }: Parliament) =>
        messages('accept').some(
          (adopted) =>
            isAnothers(adopted, size) &&
            messages('accept').some(
              (next) =>
                isSameBallot(next.ballot, adopted.ballot) &&
                next.slot === adopted.slot + 1 &&
                !isAnothers(next, size),
            ),
        ),
    ),

    aSlotIsDecidedPastAHole: sometimes('a slot is decided past a hole', ({ messages }: Parliament) =>
      messages('decided').some(
        ({ slot }) => slot > 1 && !messages('decided').some((other) => other.slot === slot - 1),
      ),
    ),
    // #endregion
  };
}

/** The properties, by the names under which {@link propertiesOf} gives them. */
export type PropertyName = keyof ReturnType<typeof propertiesOf>;

/** Whether the one that proposes this was not asked for it. */
function isAnothers({ from, value }: { readonly from: string; readonly value: Value }, size: Size): boolean {
  return value !== NO_OP && !(size.commands[from] ?? []).includes(value);
}

function areDifferent(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

function isPrefix(one: readonly Value[], other: readonly Value[]): boolean {
  return one.every((value, index) => value === other[index]);
}
