/** Quorums: the sets of acceptors whose common word is enough. */

/** A set of acceptors, by name. */
export type Quorum = readonly string[];

/**
 * Whose promises allow a value to be proposed (phase 1), and whose votes choose it (phase 2). Every quorum of the one
 * must share an acceptor with every quorum of the other (The Part-Time Parliament, §2.1, B2, asks it of any two; only
 * these two have to meet). Nothing here enforces it: the gallery has quorums that do not meet.
 */
export interface Quorums {
  readonly phase1: readonly Quorum[];
  readonly phase2: readonly Quorum[];
}

// #region quorum
/** Whether these acceptors include a quorum. */
export function includesQuorum(acceptors: readonly string[], quorums: readonly Quorum[]): boolean {
  return quorums.some((quorum) => quorum.every((acceptor) => acceptors.includes(acceptor)));
}
// #endregion

/** The smallest majorities: any two have an acceptor in common. */
export function majorities(acceptors: readonly string[]): readonly Quorum[] {
  return setsOf(Math.floor(acceptors.length / 2) + 1, acceptors);
}

/** All sets of so many acceptors. */
export function setsOf(size: number, acceptors: readonly string[]): readonly Quorum[] {
  if (size === 0) return [[]];
  return acceptors.flatMap((first, index) =>
    setsOf(size - 1, acceptors.slice(index + 1)).map((others) => [first, ...others]),
  );
}
