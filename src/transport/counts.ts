/** What a transport counts, for whoever watches it. */
import type { RefusalKind } from './refusal.js';

export interface Counts {
  /** Messages that were handed to a connection, of which the last may be lost with it. */
  sent: number;
  received: number;
  /** Messages that were lost for want of room, since their peer is slow or away. */
  dropped: number;
  /** Connections that were refused, here or by the other side: strangers, copies of a disk, other limits. */
  refused: number;
  /** The same, by what spoke against them. */
  readonly refusals: Partial<Record<RefusalKind, number>>;
  /** Connections that were closed since what came over them was no frame. */
  invalid: number;
  /** Connections to peers that were opened after one before had ended. */
  reconnects: number;
}

export function noCounts(): Counts {
  return { sent: 0, received: 0, dropped: 0, refused: 0, refusals: {}, invalid: 0, reconnects: 0 };
}
