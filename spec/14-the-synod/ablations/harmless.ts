/** Mistakes that break nothing in the instance in which they are looked at. */

import { threeBallots, twoBallots } from '../sizes.js';
import { promisesAgain, redatesItsVote, sharesItsBallots, votesWithoutPromising } from './acceptors.js';
import { followsTheFirst, ignoresVotesInItsOwnBallots } from './proposers.js';
import type { Row } from './row.js';

const safety = [
  'agreement',
  'validity',
  'oneValuePerBallot',
  'votesAreSafe',
  'learnedImpliesChosen',
  'chosenStaysChosen',
] as const;

const withTwoBallots = (row: Row): Row => ({
  ...row,
  size: twoBallots,
  consequence: 'With two ballots: nothing. It takes a third to be misled about the two below it.',
  falls: [],
  holds: safety,
});

export const harmless: readonly Row[] = [
  {
    id: 'S3',
    mistake: 'an acceptor that promises a ballot again',
    rule: 'only a ballot above the promise is promised',
    consequence:
      'Nothing, where a ballot has one proposer: the second promise goes to whom the first one went.',
    size: twoBallots,
    machines: { acceptor: promisesAgain },
    falls: [],
    holds: safety,
  },
  {
    id: 'S3',
    mistake: 'proposers that share their ballots',
    rule: 'a ballot has one proposer',
    consequence: 'Nothing, where a ballot is promised once: of two who want it, only one has a quorum.',
    size: threeBallots,
    machines: { proposer: sharesItsBallots },
    falls: [],
    // Whether a vote is safe is asked only for ballots that carry a proposer's name; here none does.
    holds: safety.filter((property) => property !== 'votesAreSafe'),
  },
  {
    ...ignoresVotesInItsOwnBallots,
    size: threeBallots,
    consequence:
      'Where only the lowest ballot of all is an earlier one: nothing. What p1 proposed in it was its own value.',
    falls: [],
    holds: safety,
  },
  withTwoBallots(votesWithoutPromising),
  withTwoBallots(redatesItsVote),
  withTwoBallots(followsTheFirst),
];
