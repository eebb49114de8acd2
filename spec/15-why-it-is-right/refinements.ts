/** The refinements: each step of a level, seen from the level above, is a step there or changes nothing. */
import { type Property, refines } from '#model/index.js';
import { type Ballot, isSameBallot } from '../14-the-synod/ballot.js';
import { votedFor } from '../14-the-synod/history.js';
import type { SynodState } from '../14-the-synod/synod.js';
import { type Consensus, choicesOf, consensusMachine } from './consensus.js';
import type { Election } from './election.js';
import { asConsensus, asVoting } from './mappings.js';
import { successor } from './successor.js';
import {
  beforeAnyVote,
  type Voting,
  type VotingAction,
  type VotingMachine,
  type VotingState,
  votingMachineOf,
} from './voting.js';

/** Voting sees to it that a value is chosen, for ever. */
// #region consensus
export function votingRefinesConsensus(election: Election): Property<VotingState> {
  return refines('Voting refines Consensus', {
    image: ({ voting: [everybody] }: VotingState) => asConsensus(everybody!.context, election),
    initial: isNothingChosen,
    step: (before, after) => isStepOfConsensus(before, after, election),
  });
}
// #endregion

/** The Synod does with messages what Voting does without. */
// #region voting
export function synodRefinesVoting(election: Election, above: Partial<Above> = {}): Property<SynodState> {
  const { name = 'Voting', machine = votingMachineOf(election), image = asVoting } = above;
  return refinesVoting(`the Synod refines ${name}`, election, image, machine);
}

/** Whatever the states are: their images are states of Voting, and each step is one of Voting or leaves the image as it was. */
export function refinesVoting<State>(
  name: string,
  election: Election,
  image: (state: State) => Voting,
  machine: VotingMachine = votingMachineOf(election),
): Property<State> {
  return refines(name, {
    image,
    initial: (voting) => isSameVoting(voting, beforeAnyVote(election)),
    step: (before, after) => {
      const action = actionBetween(before, after);
      const expected = action && successor(machine, before, action);
      return expected !== undefined && isSameVoting(expected, after);
    },
  });
}

/** The only action that could lead from one state to the other. Whether Voting allows it is another question. */
export function actionBetween(before: Voting, after: Voting): VotingAction | undefined {
  const vote = after.votes.find(
    ({ acceptor, ballot, value }) => !votedFor(before.votes, acceptor, ballot, value),
  );
  if (vote !== undefined) return { type: 'voteFor', ...vote };
  const [promise] = Object.entries(after.promised).filter(
    ([acceptor, ballot]) => ballot !== null && !isSameBallot(ballot, before.promised[acceptor]!),
  );
  return promise && { type: 'promise', acceptor: promise[0], ballot: promise[1]! };
}
// #endregion

/** What may take the place of Voting: another machine, or another mapping. */
export interface Above {
  readonly name: string;
  readonly machine: VotingMachine;
  readonly image: (state: SynodState) => Voting;
}

/** One mapping after the other. */
// #region composed
export function synodRefinesConsensus(election: Election): Property<SynodState> {
  return refines('the Synod refines Consensus', {
    image: (state: SynodState) => asConsensus(asVoting(state), election),
    initial: isNothingChosen,
    step: (before, after) => isStepOfConsensus(before, after, election),
  });
}
// #endregion

function isNothingChosen({ chosen }: Consensus): boolean {
  return chosen.length === 0;
}

function isStepOfConsensus(before: Consensus, after: Consensus, { values }: Election): boolean {
  return choicesOf(values).some((choice) => {
    const expected = successor(consensusMachine, before, choice)?.chosen;
    return (
      expected?.length === after.chosen.length && expected.every((value) => after.chosen.includes(value))
    );
  });
}

function isSameVoting(one: Voting, other: Voting): boolean {
  return (
    one.votes.length === other.votes.length &&
    one.votes.every(({ acceptor, ballot, value }) => votedFor(other.votes, acceptor, ballot, value)) &&
    Object.entries(one.promised).every(([acceptor, ballot]) =>
      isSamePromise(ballot, other.promised[acceptor]!),
    )
  );
}

function isSamePromise(ballot: Ballot | null, other: Ballot | null): boolean {
  return ballot === null ? other === null : isSameBallot(ballot, other);
}
