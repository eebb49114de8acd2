/** Chapter 15: Consensus, Voting and the Synod, each by itself, and that each refines the one above. */

import { propertiesOf } from '../14-the-synod/claims.js';
import type { Size } from '../14-the-synod/size.js';
import { threeBallots, twoBallots, withCrashes } from '../14-the-synod/sizes.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import { nobodyPromises, nobodyVotes } from './ablations.js';
import { aValueIsChosen, aValueIsChosenTwice, oneValuePerBallot, votesAreSafe } from './claims.js';
import { atMostOneIsChosen, aValueCanBeChosen, chosenForEver, consensus } from './consensus.js';
import { electionOf } from './election.js';
import { gallery } from './gallery.js';
import { synodRefinesConsensus, synodRefinesVoting, votingRefinesConsensus } from './refinements.js';
import { synodBelow } from './synod.js';
import { voting } from './voting.js';

const small = electionOf(twoBallots);
const large = electionOf(threeBallots);
const crashing: Size = { ...twoBallots, restarts: withCrashes.restarts! };

// #region chapter
export const whyItIsRight: Chapter = {
  id: '15-why-it-is-right',
  title: 'Why it is right',
  question: 'What does the Synod do, leaving aside how it does it?',
  instances: [
    instance('Consensus, two values', consensus('Consensus', small.values), [
      holds(atMostOneIsChosen),
      holds(chosenForEver),
      holds(aValueCanBeChosen),
    ]),
    instance('Voting, three acceptors, two ballots', voting('Voting', small), [
      holds(votingRefinesConsensus(small)),
      holds(oneValuePerBallot),
      holds(votesAreSafe(small)),
      holds(aValueIsChosen(small)),
      holds(aValueIsChosenTwice(small)),
    ]),
    instance('the Synod, three acceptors, two ballots', synodBelow(twoBallots), [
      holds(synodRefinesVoting(small)),
      holds(synodRefinesConsensus(small)),
      fails(
        synodRefinesVoting(small, {
          name: 'a Voting in which nobody promises',
          machine: nobodyPromises(small),
        }),
      ),
      fails(
        synodRefinesVoting(small, { name: 'a Voting in which nobody votes', machine: nobodyVotes(small) }),
      ),
      holds(propertiesOf(twoBallots).somethingIsChosen),
    ]),
    instance('the same, crashes', synodBelow(crashing), [holds(synodRefinesVoting(small))]),
    instance('the Synod, three acceptors, three ballots', synodBelow(threeBallots), [
      holds(synodRefinesVoting(large)),
    ]),
    ...gallery.map(({ instance }) => instance),
  ],
  gallery,
};
// #endregion
