/** History: who stored what in which round. Only properties read it; no participant can. */
import { observe } from '#model/index.js';
import type { Message, Stored } from '../08-ask-a-majority/messages.js';

/** Something stored, and by whom. */
export interface StoredBy extends Stored {
  readonly slave: string;
}

/**
 * History: who stored what in which round, without repetitions, sorted by round and slave. A finished round in which no
 * majority stored anything is left out: no majority can agree in it any more.
 */
export function storedInRounds(majority: number) {
  return observe<readonly StoredBy[], Message<'written'>>([], {
    written: (all, { from, round, value }) => {
      const agreed = agreedIn(all, majority);
      if (agreed.some((one) => one.round === round)) return all;
      const kept = all.filter(
        (one) => one.round === round || agreed.some((other) => other.round === one.round),
      );
      return [...kept, { round, value, slave: from }].sort(
        (a, b) => a.round - b.round || (a.slave < b.slave ? -1 : 1),
      );
    },
  });
}

// #region agreed
/** The values that a majority stored in one and the same round, each with its round. */
export function agreedIn(all: readonly StoredBy[], majority: number): readonly Stored[] {
  const rounds = [...new Set(all.map(({ round }) => round))];
  return rounds.flatMap((round) => {
    const [first, ...others] = all.filter((one) => one.round === round);
    return others.length + 1 >= majority ? [{ round, value: first!.value }] : [];
  });
}
// #endregion
