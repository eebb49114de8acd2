/** Which refinement falls by which mistake: those of chapter 14, and one that is made in Voting itself. */

import {
  forgetsItsPromise,
  forgetsItsVote,
  ignoresItsPromise,
  promisesOneBallotToTwo,
  redatesItsVote,
  refusesWhatItPromised,
  sharesItsBallots,
  votesWithoutPromising,
} from '../14-the-synod/ablations/acceptors.js';
import { harmless } from '../14-the-synod/ablations/harmless.js';
import {
  addsUpBallots,
  countsAVoteTwice,
  takesHalvesForMajorities,
} from '../14-the-synod/ablations/learners.js';
import {
  countsAPromiseTwice,
  countsStalePromises,
  followsTheFirst,
  ignoresReportedVotes,
  ignoresVotesInItsOwnBallots,
  usesABallotTwice,
} from '../14-the-synod/ablations/proposers.js';
import type { Row } from '../14-the-synod/ablations/row.js';
import { type Ballot, ballotsWithin } from '../14-the-synod/ballot.js';
import { propertiesOf } from '../14-the-synod/claims.js';
import { setsOf } from '../14-the-synod/quorum.js';
import { acceptorsOf, type Size } from '../14-the-synod/size.js';
import { sizeInWords, twoBallots } from '../14-the-synod/sizes.js';
import type { SynodState } from '../14-the-synod/synod.js';
import { type Claim, fails, holds, type Instance, instance, type Mistake } from '../chapter.js';
import { votesForAnything } from './ablations.js';
import { type Election, electionOf } from './election.js';
import { synodRefinesConsensus, synodRefinesVoting, votingRefinesConsensus } from './refinements.js';
import { synodBelow } from './synod.js';
import { type VotingMachine, voting, votingMachineOf } from './voting.js';

// #region halves
/** Either of two acceptors is a quorum: the smallest quorums that do not meet. */
const twoHalves: Size = { ...twoBallots, acceptors: 2 };
const alone = setsOf(1, acceptorsOf(twoHalves));
const halves: Size = { ...twoHalves, quorums: { phase1: alone, phase2: alone } };
// #endregion

const takesHalves: Row = { ...takesHalvesForMajorities, size: halves };
const withTwoBallots = (row: Row): Row => ({ ...row, size: twoBallots });

/** The mistakes by which the Synod no longer refines Voting, each with the first step that Voting does not have. */
const againstVoting: readonly Mistake[] = [
  breaks(forgetsItsPromise, 'A promise is taken back; in Voting promises only rise.'),
  breaks(forgetsItsVote, 'A vote for a value that no quorum shows to be safe.'),
  breaks(promisesOneBallotToTwo, 'A vote for a second value in one ballot.'),
  breaks(ignoresItsPromise, 'A vote in a ballot below the promise.'),
  breaks(
    withTwoBallots(votesWithoutPromising),
    'A vote that leaves the promise where it was.',
    (election) => [holds(synodRefinesConsensus(election))],
  ),
  breaks(ignoresReportedVotes, 'A vote for a value that no quorum shows to be safe.'),
  breaks(ignoresVotesInItsOwnBallots, 'A vote for a value that no quorum shows to be safe.'),
  breaks(redatesItsVote, 'A vote for a value that no quorum shows to be safe.'),
  breaks(followsTheFirst, 'A vote for a value that no quorum shows to be safe.'),
  breaks(countsAPromiseTwice, 'A vote in a ballot that no quorum has promised.'),
  breaks(countsStalePromises, 'A vote in a ballot that no quorum has promised.'),
  breaks(usesABallotTwice, 'A vote for a second value in one ballot.'),
];

/** The mistakes by which Voting no longer refines Consensus. For the Synod with the same quorums, only the composed refinement falls. */
const againstConsensus: readonly Mistake[] = [
  keeps(takesHalves, (election) => [fails(synodRefinesConsensus(election))]),
  inVoting(
    {
      ...takesHalves,
      mistake: 'Voting in which half the acceptors are a quorum',
      consequence: 'One half chooses a value, and the other half another.',
    },
    votingMachineOf,
  ),
  inVoting(
    {
      id: 'V',
      mistake: 'acceptors of Voting that vote for anything',
      rule: 'a quorum shows that a value is safe before anybody votes for it',
      consequence: 'A quorum chooses a value, and then another in another ballot.',
      size: twoBallots,
    },
    votesForAnything,
  ),
];

/** Mistakes that break neither: those that choose nothing wrong, and those that do no harm in the instance that is looked at. */
const againstNeither: readonly Mistake[] = [
  keeps(refusesWhatItPromised, claimedIn14(refusesWhatItPromised)),
  keeps(addsUpBallots, claimedIn14(addsUpBallots)),
  keeps(countsAVoteTwice, claimedIn14(countsAVoteTwice)),
  // S6 does no harm in chapter 14 with two ballots, and breaks the refinement all the same, above.
  ...harmless.filter(({ id }) => id !== votesWithoutPromising.id).map((row) => keeps(row)),
  keeps(withTwoBallots(countsStalePromises)),
];

export const gallery: readonly Mistake[] = [...againstVoting, ...againstConsensus, ...againstNeither];

type Claims = (election: Election) => readonly Claim<SynodState>[];

function inVoting(row: Omit<Row, 'falls'>, machineOf: (election: Election) => VotingMachine): Mistake {
  const election = electionOf(row.size);
  const system = voting(row.mistake, election, machineOf(election));
  return {
    ...shown(row),
    instance: instance(`${row.id}, ${row.mistake}`, system, [fails(votingRefinesConsensus(election))]),
  };
}

function breaks(row: Row, consequence: string, others: Claims = () => []): Mistake {
  const claims: Claims = (election) => [fails(synodRefinesVoting(election)), ...others(election)];
  return {
    ...shown({ ...row, consequence }),
    instance: belowVoting(`${row.id}, ${row.mistake}`, row, claims),
  };
}

function keeps(row: Row, others: Claims = () => []): Mistake {
  const claims: Claims = (election) => [holds(synodRefinesVoting(election)), ...others(election)];
  return { ...shown(row), instance: belowVoting(`${row.id} under Voting, ${row.mistake}`, row, claims) };
}

/** The claims that fall in chapter 14; they are not about acceptors. */
function claimedIn14({ size, falls }: Row): Claims {
  const properties = propertiesOf(size);
  return () => falls.map(({ property }) => fails(properties[property]));
}

function belowVoting(name: string, row: Row, claims: Claims): Instance {
  const { size, machines, memory } = row;
  return instance(name, synodBelow(size, machines, memory), claims(electionOf(size, ballotsOf(row))));
}

/** The ballots of its proposers, who may share them. */
function ballotsOf({ size, machines }: Row): readonly Ballot[] {
  const isShared = machines?.proposer === sharesItsBallots;
  return ballotsWithin(isShared ? { anyone: Math.max(...Object.values(size.rounds)) } : size.rounds);
}

function shown({ id, mistake, rule, consequence, size }: Omit<Row, 'falls'>): Omit<Mistake, 'instance'> {
  return { id, mistake, rule, consequence, where: sizeInWords(size) };
}
