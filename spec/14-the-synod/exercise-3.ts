/** Exercise 3 of chapter 14, as a file that `synod check` takes: rounds without names. */
// #region file
import { fails, holds, instance } from '../chapter.js';
import { acceptorMachine } from './acceptor.js';
import { propertiesOf } from './claims.js';
import { twoBallots } from './sizes.js';
import { synod } from './synod.js';

const { agreement, votesAreSafe, somethingIsChosen, aProposerAdopts } = propertiesOf(twoBallots);

/** It compares rounds, and leaves the names out. */
const roundsOnly = acceptorMachine.provide({
  guards: {
    isAbovePromise: ({ context: { promised }, event }) => event.ballot.round > (promised?.round ?? 0),
  },
});

// Nothing goes wrong. But an acceptor promises only the first ballot of a round that comes, so at most one gets a quorum.
export default instance(
  '3. rounds without names',
  synod('rounds without names', twoBallots, { acceptor: roundsOnly }),
  [holds(agreement), holds(votesAreSafe), holds(somethingIsChosen), fails(aProposerAdopts)],
);
// #endregion
