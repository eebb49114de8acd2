/** What a transport is at a moment, for whoever runs the node. */
import type { Counts } from './counts.js';

export interface TransportStatus {
  readonly counts: Counts;
  /** The others, by their names. */
  readonly peers: Readonly<Record<string, PeerStatus>>;
}

export interface PeerStatus {
  /** Where it is sought, as `host:port`. */
  readonly address: string;
  /** Whether messages can be sent to it. */
  readonly isConnected: boolean;
  /** The version in which the two talk; null where they do not. */
  readonly version: number | null;
  /** The time since anything last came from it, in milliseconds; null where nothing has. */
  readonly silentMs: number | null;
  /** What waits to be sent to it. */
  readonly waiting: { readonly messages: number; readonly bytes: number };
  /** Why there is no connection to it; null where there is one, or nothing is known yet. */
  readonly failure: string | null;
}
