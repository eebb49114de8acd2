/** A peer that is not listened to, or by which this node is not: for a person to look into. */
import type { Counts } from './counts.js';
import type { Refusal, RefusalKind } from './refusal.js';

export class RefusedPeer extends Error {
  override readonly name = 'RefusedPeer';
  readonly kind: RefusalKind;
  readonly why: string;

  constructor(
    /** The name that it gave, where it came to that. */
    readonly peer: string,
    { kind, why }: Refusal,
  ) {
    super(
      kind === 'byPeer'
        ? `expected to be heard by ${peer}: ${why}. Check the options and certificates of both, and whether this node was removed or runs twice.`
        : `expected a member of this cluster, got ${peer}: ${why}. Nothing of it was believed; check its options, its ` +
            'certificate, and whether it runs twice.',
    );
    this.kind = kind;
    this.why = why;
  }
}

/** Counts a refusal, and returns what is to be reported. */
export function refused(counts: Counts, peer: string, refusal: Refusal): RefusedPeer {
  counts.refused++;
  counts.refusals[refusal.kind] = (counts.refusals[refusal.kind] ?? 0) + 1;
  return new RefusedPeer(peer, refusal);
}
