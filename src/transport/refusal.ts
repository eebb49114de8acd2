/** Why a connection is refused, for programs and for people. */
import type { Objection } from '../node/handshake.js';

export interface Refusal {
  readonly kind: RefusalKind;
  readonly why: string;
}

export type RefusalKind =
  | Objection['kind']
  /** It has no certificate of the cluster's authority, or another member's. */
  | 'certificate'
  /** Another name than the one that was expected, or this node's own. */
  | 'name'
  /** It was started before a process of the member that has been here. */
  | 'earlierStart'
  /** Two processes of one member with the same start: one disk is a copy of the other. */
  | 'copy'
  /** The process has opened another connection since. */
  | 'replaced'
  /** This node is closed. */
  | 'closed'
  /** The other side has refused this node. */
  | 'byPeer';
