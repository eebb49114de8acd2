/** The messages of chapter 16, where a proposal names its configuration, and a snapshot of who governs. */
import type { Ballot } from '../14-the-synod/ballot.js';
import type { Value } from '../14-the-synod/messages.js';
import type { Message as MessageOfChapter16, Slot } from '../16-the-parliament/messages.js';
import type { Configuration, Governing } from './configuration.js';

// #region messages
type NewMessage =
  /** Leader to the members of a configuration, phase 2 of a slot that it governs: vote for this value in my ballot. */
  | {
      readonly type: 'accept';
      readonly ballot: Ballot;
      readonly slot: Slot;
      readonly value: Value;
      readonly configuration: Configuration;
    }
  /** Acceptor to the slot's learner: I voted for this value in this ballot, as a member of this configuration. */
  | {
      readonly type: 'accepted';
      readonly ballot: Ballot;
      readonly slot: Slot;
      readonly value: Value;
      readonly configuration: Configuration;
    }
  /** Leader to leaders: everything is decided through this slot, and these govern the slots after it. */
  | {
      readonly type: 'snapshot';
      readonly through: Slot;
      readonly configurations: readonly Governing[];
    };
// #endregion

type AnyMessage = NewMessage | MessageOfChapter16<'prepare' | 'promise' | 'decided'>;

/** The message of that type, or the union of the messages of these types. */
export type Message<Type extends AnyMessage['type'] = AnyMessage['type']> = Extract<
  AnyMessage,
  { type: Type }
>;
