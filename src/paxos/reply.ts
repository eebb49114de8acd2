/** What a client is told: done, not done, or not known. */
import type { Configuration } from './configuration.js';
import type { SessionId } from './decree.js';
import type { NodeId } from './node-id.js';
import { sameValue } from './value.js';

/** What a reply is about. */
export type Subject =
  | { readonly type: 'request'; readonly session: SessionId; readonly sequence: number }
  | { readonly type: 'session'; readonly nonce: string }
  | { readonly type: 'configuration'; readonly configuration: Configuration }
  | { readonly type: 'read'; readonly read: number };

export type Reply<Answer> =
  /** Executed in that slot, once, however often it was asked for. A read has the slot after which it was answered. */
  | {
      readonly type: 'answered';
      readonly slot: number;
      readonly answer: Answer;
      /** A read that rests on a leader's lease, and not on what a quorum has told. */
      readonly byLease?: true;
    }
  /** The session is open. */
  | { readonly type: 'opened'; readonly session: SessionId }
  /** The change was decided in that slot. */
  | { readonly type: 'decided'; readonly slot: number }
  /** It did not happen, and will not by this request. */
  | {
      readonly type: 'rejected';
      readonly reason: Rejection;
      readonly leader: NodeId | null;
      /** What stands against it, where the reason does not say that. */
      readonly why?: string;
    }
  /** The machine threw this when it was asked to read. Nothing has changed. */
  | { readonly type: 'failed'; readonly error: unknown }
  /** It may have happened or may still happen, in that slot or not at all: this node has stopped leading. Ask again. */
  | { readonly type: 'unknown'; readonly slot: number };

export type Rejection =
  /** Another node may lead: the one that the reply names, if it names one. */
  | 'notLeader'
  /** A bound is reached: of requests or reads under way, or of persists. */
  | 'busy'
  /** The disk of the node is nearly full. */
  | 'diskFull'
  /** Another leader's decree has taken its slot. */
  | 'overtaken'
  /** The session was never opened, has expired, or was evicted. What it asked for before may have been executed. */
  | 'unknownSession'
  /** The client said that it has the answer to this request. */
  | 'alreadyAnswered'
  /** Too many requests of the session are under way. */
  | 'outsideWindow'
  /** A change of members that does not follow the last one. */
  | 'outdated'
  /** The one to be added is a member. */
  | 'memberExists'
  /** There is no such member. */
  | 'noMember'
  /** After the change no quorum could vote at once. */
  | 'quorumAtRisk'
  /** The one that is to lead is no voter, or could not at once. */
  | 'cannotLead'
  /** The node that was asked is no member any more. */
  | 'removed'
  /** A decree of a version that no decree has enabled yet. */
  | 'notEnabled'
  /** A read that was not answered in its time. */
  | 'late';

export function rejected(
  reason: Rejection,
  leader: NodeId | null = null,
): { readonly type: 'rejected'; readonly reason: Rejection; readonly leader: NodeId | null } {
  return { type: 'rejected', reason, leader };
}

export function sameSubject(a: Subject, b: Subject): boolean {
  // Those of requests are compared with each other as often as there are pairs of them under way.
  return a.type === 'request' && b.type === 'request'
    ? a.session === b.session && a.sequence === b.sequence
    : sameValue(a, b);
}
