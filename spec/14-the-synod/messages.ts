/** The six messages of the Synod. A message's receiver finds the sender's name in `from`. */
import type { Ballot } from './ballot.js';

/** What is to be decided, by name: Paxos never looks inside. */
export type Value = string;

/** A vote for this value in this ballot. Whoever keeps it or sends it is the acceptor that cast it. */
export interface Vote {
  readonly ballot: Ballot;
  readonly value: Value;
}

// #region messages
type AnyMessage =
  /** Client to proposer: please have this value decided. */
  | { readonly type: 'request'; readonly value: Value }
  /** Proposer to acceptors, phase 1: promise to keep out of the ballots below mine, and tell me how you voted. */
  | { readonly type: 'prepare'; readonly ballot: Ballot }
  /** Acceptor to the one who asked: promised, and this is my last vote, if I ever voted. */
  | { readonly type: 'promise'; readonly ballot: Ballot; readonly vote: Vote | null }
  /** Proposer to acceptors, phase 2: vote for this value in my ballot. */
  | { readonly type: 'accept'; readonly ballot: Ballot; readonly value: Value }
  /** Acceptor to learners: I voted for this value in this ballot. */
  | { readonly type: 'accepted'; readonly ballot: Ballot; readonly value: Value }
  /** Learner to clients: this value is chosen. */
  | { readonly type: 'decided'; readonly value: Value };
// #endregion

/** The message of that type, or the union of the messages of these types. */
export type Message<Type extends AnyMessage['type'] = AnyMessage['type']> = Extract<
  AnyMessage,
  { type: Type }
>;
