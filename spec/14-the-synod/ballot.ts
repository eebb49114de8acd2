/** Ballots: the numbered attempts to have a value chosen, each of them one proposer's own. */

/**
 * The number of an attempt. The proposer's name is part of it, so no two proposers ever work under one ballot: that is
 * what makes `oneValuePerBallot` easy to keep (The Part-Time Parliament, §2.1, B1: every ballot has a unique number).
 */
// #region ballot
export interface Ballot {
  readonly round: number;
  readonly proposer: string;
}

/** Negative where `a` is the lower, positive where it is the higher, 0 where they are the same: by round, then by name. */
export function compareBallots(a: Ballot, b: Ballot): number {
  if (a.round !== b.round) return a.round - b.round;
  if (a.proposer === b.proposer) return 0;
  return a.proposer < b.proposer ? -1 : 1;
}
// #endregion

/** Whether they are one ballot; `null`, the ballot of someone who has none yet, is the same as no ballot. */
export function isSameBallot(ballot: Ballot, other: Ballot | null): boolean {
  return other !== null && compareBallots(ballot, other) === 0;
}

/** Whether the ballot is above the other; every ballot is above `null`. */
export function isAbove(ballot: Ballot, other: Ballot | null): boolean {
  return other === null || compareBallots(ballot, other) > 0;
}

/** Whether the ballot is the other one or above it; every ballot is above `null`. */
export function isAtLeast(ballot: Ballot, other: Ballot | null): boolean {
  return other === null || compareBallots(ballot, other) >= 0;
}

/** A ballot as traces write it: `3.p1` is round 3 of proposer p1. */
export function ballotName({ round, proposer }: Ballot): string {
  return `${round}.${proposer}`;
}

/** All ballots that can occur where each proposer may start the given number of rounds, from the lowest to the highest. */
export function ballotsWithin(rounds: Readonly<Record<string, number>>): readonly Ballot[] {
  return Object.entries(rounds)
    .flatMap(([proposer, most]) =>
      Array.from({ length: most }, (_, index) => ({ round: index + 1, proposer })),
    )
    .sort(compareBallots);
}
