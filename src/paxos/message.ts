/** What the roles say to each other, and how it reaches them. */
import type { Ballot } from './ballot.js';
import type { NodeId } from './node-id.js';

/** An acceptor's vote: in that ballot, for that value. */
export interface Vote<Value> {
  readonly ballot: Ballot;
  readonly value: Value;
}

/** Client → proposer: please have this value decided. */
export interface RequestMessage<Value> {
  readonly type: 'request';
  readonly value: Value;
}

/** Proposer → acceptors, phase 1: take part in nothing lower, and say what you have voted for. */
export interface PrepareMessage {
  readonly type: 'prepare';
  readonly ballot: Ballot;
}

/** Acceptor → the proposer that prepared the ballot: nothing lower any more, and this is my last vote. */
export interface PromiseMessage<Value> {
  readonly type: 'promise';
  readonly ballot: Ballot;
  readonly vote: Vote<Value> | null;
}

/** Proposer → acceptors, phase 2: vote for this value. */
export interface AcceptMessage<Value> extends Vote<Value> {
  readonly type: 'accept';
}

/** Acceptor → learners: I have voted for this value. */
export interface AcceptedMessage<Value> extends Vote<Value> {
  readonly type: 'accepted';
}

/** Learner → clients: this value is chosen, for ever. */
export interface DecidedMessage<Value> {
  readonly type: 'decided';
  readonly value: Value;
}

export type Message<Value> =
  | RequestMessage<Value>
  | PrepareMessage
  | PromiseMessage<Value>
  | AcceptMessage<Value>
  | AcceptedMessage<Value>
  | DecidedMessage<Value>;

/** A message as its receiver is given it. The sender's name is the transport's word, not the message's. */
export interface Received<Message> {
  readonly type: 'message';
  readonly from: NodeId;
  readonly message: Message;
}

/** The timer that was set last has run out. */
export interface Timeout {
  readonly type: 'timeout';
}
