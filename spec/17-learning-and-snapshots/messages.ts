/** The messages of chapter 16, with a snapshot in a promise, and what a node's parts tell each other of theirs. */
import type { Ballot } from '../14-the-synod/ballot.js';
import type { Decree, Message as MessageOfChapter16, Slot, SlotVote } from '../16-the-parliament/messages.js';

// #region snapshot
/** What came of all decrees through a slot. It stands for them, so they can be deleted. */
export interface Snapshot {
  readonly slot: Slot;
  /** The state of the service. Ours remembers what it has executed, so that claims can tell; another one adds up accounts. */
  readonly state: readonly Decree[];
}
// #endregion

// #region messages
type NewMessage =
  /** Acceptor to the one who asked: promised; the snapshot, if it stands for slots that you asked for; and my last votes after it. */
  | {
      readonly type: 'promise';
      readonly ballot: Ballot;
      readonly snapshot: Snapshot | null;
      readonly votes: readonly SlotVote[];
    }
  /** A node's replica to its acceptor: this snapshot is on our disk. */
  | { readonly type: 'compacted'; readonly snapshot: Snapshot };
// #endregion

type AnyMessage = NewMessage | MessageOfChapter16<'prepare' | 'accept' | 'accepted' | 'decided'>;

/** The message of that type, or the union of the messages of these types. */
export type Message<Type extends AnyMessage['type'] = AnyMessage['type']> = Extract<
  AnyMessage,
  { type: Type }
>;
