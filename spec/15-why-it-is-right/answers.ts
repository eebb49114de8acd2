/** The answers to the exercises of chapter 15, as models. */
import { assertEvent, assign } from 'xstate';
import { votesWithoutPromising } from '../14-the-synod/ablations/acceptors.js';
import { type CastVote, withVote } from '../14-the-synod/history.js';
import type { Size } from '../14-the-synod/size.js';
import { threeBallots, twoBallots } from '../14-the-synod/sizes.js';
import type { SynodState } from '../14-the-synod/synod.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { oneValuePerBallot } from './claims.js';
import { type Election, electionOf } from './election.js';
import { asVoting } from './mappings.js';
import { synodRefinesVoting, votingRefinesConsensus } from './refinements.js';
import { synodBelow } from './synod.js';
import { type Voting, type VotingMachine, voting, votingMachineOf } from './voting.js';

const election = electionOf(twoBallots);
const refinesConsensus = votingRefinesConsensus(election);

type Condition = 'isNotBelowPromise' | 'hasNotVotedInIt' | 'nobodyElseVotedOtherwiseInIt';

/** Voting with one condition of a vote taken away. */
function without(condition: Condition) {
  const machine = votingMachineOf(election).provide({ guards: { [condition]: () => true } });
  return voting(`Voting without ${condition}`, election, machine);
}

/** The votes as the acceptors remember them: the last of each. */
function lastVotes(state: SynodState): Voting {
  const votes = state.acceptor.reduce<readonly CastVote[]>(
    (all, { id, context: { vote } }) => (vote === null ? all : withVote(all, { acceptor: id, ...vote })),
    [],
  );
  return { ...asVoting(state), votes };
}

/** As if to vote were the only way to promise. */
function promisesOfVotes(state: SynodState): Voting {
  const promised = state.acceptor.map(({ id, context: { vote } }) => [id, vote?.ballot ?? null] as const);
  return { ...asVoting(state), promised: Object.fromEntries(promised) };
}

/** Voting in which a vote is no promise. */
function withoutPromising(election: Election): VotingMachine {
  return votingMachineOf(election).provide({
    actions: {
      vote: assign({
        votes: ({ context, event }) => {
          assertEvent(event, 'voteFor');
          const { acceptor, ballot, value } = event;
          return withVote(context.votes, { acceptor, ballot, value });
        },
      }),
    },
  });
}

/** The mistake S6 of chapter 14, below the Voting in which it is none. */
function below(name: string, size: Size): ReturnType<typeof synodRefinesVoting> {
  const election = electionOf(size);
  return synodRefinesVoting(election, { name, machine: withoutPromising(election) });
}

const lax = 'a Voting in which a vote is no promise';
const { machines } = votesWithoutPromising;

export const answers: readonly Instance[] = [
  instance('1. a vote below the promise', without('isNotBelowPromise'), [fails(refinesConsensus)]),
  instance('1. a vote for another value than others', without('nobodyElseVotedOtherwiseInIt'), [
    fails(refinesConsensus),
  ]),
  // An acceptor that votes for two values in a ballot keeps everybody else out of it, so no quorum comes about there.
  instance('1. two votes in one ballot', without('hasNotVotedInIt'), [
    holds(refinesConsensus),
    fails(oneValuePerBallot),
  ]),
  // In one an earlier vote disappears from the board; in the other a vote comes before any quorum has promised.
  instance('2. other mappings', synodBelow(twoBallots), [
    fails(synodRefinesVoting(election, { name: 'Voting, by last votes', image: lastVotes })),
    fails(synodRefinesVoting(election, { name: 'Voting, by promises of votes', image: promisesOfVotes })),
  ]),
  // On the board all votes can be seen, in whatever order they were cast. An acceptor reports only its last vote, which must be its
  // highest: so it must not vote lower after higher.
  instance('3. a vote is no promise', voting(lax, election, withoutPromising(election)), [
    holds(refinesConsensus),
  ]),
  instance('3. S6 below it, two ballots', synodBelow(twoBallots, machines), [holds(below(lax, twoBallots))]),
  instance('3. S6 below it, three ballots', synodBelow(threeBallots, machines), [
    fails(below(lax, threeBallots)),
  ]),
];

export default answers;
