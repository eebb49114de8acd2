/** The instances in which a mutant is looked at, from the smallest up: the first in which a claim falls kills it. */
import type { PropertyName } from '../claims.js';
import type { RoleName, Size } from '../size.js';
import { oneAcceptor, threeBallots, twoBallots, withCrashes } from '../sizes.js';

export interface Rung {
  readonly size: Size;
  /** The claims that the right machines fail here: no mutant is blamed for these. */
  readonly apart: readonly PropertyName[];
  /**
   * A bound on the states visited, several times what the right machines reach: a mutant that counts for ever has
   * infinitely many.
   */
  readonly maxStates: number;
  /** All its runs are runs of the next, larger one: where nothing falls there, nothing falls here. */
  readonly isPartOfNext?: true;
}

/** One acceptor and one proposer, and anyone may crash: enough to see that a restarted acceptor votes. */
const alone: Size = {
  ...oneAcceptor,
  rounds: { p1: 2 },
  restarts: withCrashes.restarts!,
  remembersRestarts: true,
};

const rivalry: readonly PropertyName[] = ['aProposerAdopts', 'twoProposersAtOnce'];
const comebacks: readonly PropertyName[] = ['aRestartedAcceptorVotes', 'aRestartedProposerWins'];

/** The ladder for a mutant of that role: where crashes are added, they are its own. */
export function ladderFor(role: RoleName): readonly Rung[] {
  const crashing = (size: Size): Size => ({ ...size, restarts: { [role]: Infinity } });
  return [
    { size: alone, apart: rivalry, maxStates: 10_000 },
    { size: twoBallots, apart: comebacks, maxStates: 60_000 },
    { size: crashing(twoBallots), apart: comebacks, maxStates: 400_000 },
    { size: threeBallots, apart: comebacks, maxStates: 3_000_000, isPartOfNext: true },
    { size: crashing(threeBallots), apart: comebacks, maxStates: 12_000_000 },
  ];
}
