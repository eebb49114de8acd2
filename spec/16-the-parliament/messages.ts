/** The messages of the Parliament: those of the Synod, each with its slot. A message's receiver finds the sender's name in `from`. */
import type { Ballot } from '../14-the-synod/ballot.js';
import type { Value, Vote } from '../14-the-synod/messages.js';

/** A position in the log, counted from 1. */
export type Slot = number;

/** A vote in one slot. */
export interface SlotVote extends Vote {
  readonly slot: Slot;
}

/** What is proposed or decided in one slot. */
export interface Decree {
  readonly slot: Slot;
  readonly value: Value;
}

/** The value that fills a hole: to execute it changes nothing. */
export const NO_OP: Value = 'no-op';

// #region messages
type AnyMessage =
  /** Leader to acceptors, phase 1 of that slot and all later ones: promise to keep out of the ballots below mine. */
  | { readonly type: 'prepare'; readonly ballot: Ballot; readonly slot: Slot }
  /** Acceptor to the one who asked: promised, and these are my last votes in the slots that you asked for. */
  | { readonly type: 'promise'; readonly ballot: Ballot; readonly votes: readonly SlotVote[] }
  /** Leader to acceptors, phase 2 of one slot: vote for this value in my ballot. */
  | { readonly type: 'accept'; readonly ballot: Ballot; readonly slot: Slot; readonly value: Value }
  /** Acceptor to the slot's learner: I voted for this value in this ballot. */
  | { readonly type: 'accepted'; readonly ballot: Ballot; readonly slot: Slot; readonly value: Value }
  /** Learner to replicas and leaders: this value is chosen in this slot. */
  | { readonly type: 'decided'; readonly slot: Slot; readonly value: Value };
// #endregion

/** The message of that type, or the union of the messages of these types. */
export type Message<Type extends AnyMessage['type'] = AnyMessage['type']> = Extract<
  AnyMessage,
  { type: Type }
>;
