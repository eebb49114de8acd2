/** What must be true while members come and go, and what must be possible. */
import { always, sometimes } from '#model/index.js';
import { isSameBallot } from '../14-the-synod/ballot.js';
import { includesQuorum } from '../14-the-synod/quorum.js';
import type { Slot } from '../16-the-parliament/messages.js';
import {
  type Configuration,
  configurationAt,
  isChange,
  type Known,
  membersOf,
  quorumsOf,
  withDecided,
} from './configuration.js';
import type { LearnerContext } from './learner.js';
import type { Message } from './messages.js';
import { type MemberSize, slotsOf } from './size.js';

/** A state, as these properties see it; whether leaders vote as well makes no difference. */
export interface Members {
  readonly node: readonly {
    readonly id: string;
    readonly value: { readonly leader: 'following' | 'preparing' | 'leading' };
    readonly context: { readonly leader: { readonly configuration: Configuration } };
  }[];
  /** Those of the slots, in their order. */
  readonly learner: readonly { readonly context: LearnerContext }[];
  readonly messages: <Type extends 'promise' | 'accept'>(
    type: Type,
  ) => readonly (Message<Type> & { readonly from: string })[];
}

/** The properties by name. */
export function propertiesOf(size: MemberSize) {
  const slots = slotsOf(size);
  const learnedIn = ({ learner }: Members, slot: Slot) => learner[slot - 1]?.context.learned ?? [];

  // #region decided
  /** What the decrees say that are decided without a hole before them, from the first one on: up to the slot where they are told to end. */
  const decidedThrough = (state: Members, last: Slot): Known =>
    slots
      .filter((slot) => slot <= last)
      .flatMap((slot) => learnedIn(state, slot).map((value) => ({ slot, value })))
      .reduce<Known>((known, decree) => withDecided(known, decree, size.alpha), {
        through: 0,
        configurations: [{ from: 1, configuration: size.initial }],
        beyond: [],
      });
  // #endregion

  return {
    // #region always
    /** In each slot one value is decided, at most. */
    agreement: always('agreement', ({ learner: learners }: Members) =>
      learners.every(({ context }) => context.learned.length <= 1),
    ),

    /** Every decree of α slots before is decided, and the last change among them says who is asked to vote. */
    proposedUnderTheConfigurationDecidedBefore: always(
      'proposed under the configuration decided α before',
      (state: Members) =>
        state.messages('accept').every(({ slot, configuration }) => {
          const known = decidedThrough(state, slot - size.alpha);
          return known.through >= slot - size.alpha && configurationAt(slot, known) === configuration;
        }),
    ),

    /** Of those who are asked to vote a majority has promised. Whoever asks has promised its own ballot. */
    aMajorityOfTheConfigurationPromised: always(
      'a majority of the configuration promised',
      ({ messages }: Members) =>
        messages('accept').every(({ from, ballot, configuration }) => {
          const promised = messages('promise').filter((promise) => isSameBallot(promise.ballot, ballot));
          return includesQuorum([from, ...promised.map((promise) => promise.from)], quorumsOf(configuration));
        }),
    ),

    /** A ballot is about one value in each slot, under one configuration. */
    oneProposalPerBallotAndSlot: always('one proposal for a ballot and slot', ({ messages }: Members) =>
      messages('accept').every((one, at, accepts) =>
        accepts.every(
          (other, index) =>
            index === at || one.slot !== other.slot || !isSameBallot(one.ballot, other.ballot),
        ),
      ),
    ),
    // #endregion

    // #region sometimes
    /** The new members decide. */
    theNewMembersDecide: sometimes('a slot is decided under the last configuration', (state: Members) =>
      state
        .messages('accept')
        .some(
          ({ slot, value, configuration }) =>
            configuration === lastOf(size) && learnedIn(state, slot).includes(value),
        ),
    ),

    /** The change is decided, a later slot that the old members govern is not. */
    aChangeWhileASlotIsOpen: sometimes('a configuration is changed while a slot is open', (state: Members) =>
      slots.some(
        (slot) =>
          learnedIn(state, slot).some(isChange) &&
          state
            .messages('accept')
            .some(
              ({ slot: later }) =>
                later > slot && later < slot + size.alpha && learnedIn(state, later).length === 0,
            ),
      ),
    ),

    /** Neither is decided, so either may come to nothing. */
    twoChangesInFlight: sometimes('two changes are in flight', (state: Members) => {
      const open = state
        .messages('accept')
        .filter(({ slot, value }) => isChange(value) && learnedIn(state, slot).length === 0);
      return new Set(open.map(({ slot }) => slot)).size > 1;
    }),

    /** It proposed a change by which it is no member any more, and others go on. */
    theLeaderIsRemoved: sometimes('a leader is removed, and another one goes on', (state: Members) => {
      const accepts = state.messages('accept');
      return accepts.some(
        ({ from, value }) =>
          isChange(value) &&
          !membersOf(value).includes(from) &&
          accepts.some(
            (later) =>
              later.configuration === value &&
              later.from !== from &&
              learnedIn(state, later.slot).includes(later.value),
          ),
      );
    }),

    twoLeadDifferentMembers: sometimes(
      'two lead at once, in different configurations',
      ({ node: nodes }: Members) => {
        const leading = nodes.filter(({ value }) => value.leader === 'leading');
        return new Set(leading.map(({ context }) => context.leader.configuration)).size > 1;
      },
    ),
    // #endregion
  };
}

/** The last configuration that somebody may ask for. */
function lastOf({ plans }: MemberSize): Configuration {
  return Object.values(plans).flat().filter(isChange).at(-1)!;
}

/** The properties, by the names under which {@link propertiesOf} gives them. */
export type PropertyName = keyof ReturnType<typeof propertiesOf>;
