/** A peer that is not listened to, or by which this node is not: for a person to look into. */
export class RefusedPeer extends Error {
  override readonly name = 'RefusedPeer';

  constructor(
    /** The name that it gave, where it came to that. */
    readonly peer: string,
    readonly why: string,
  ) {
    super(
      `expected a member of this cluster, got ${peer}: ${why}. Nothing of it was believed; check its options, its ` +
        'certificate, and whether it runs twice.',
    );
  }
}
