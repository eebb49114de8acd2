/** The learner's mapping. Production knows one learned value, since it stops at a second; the spec counts them all. */
import type { LearnerContext } from '#spec/14-the-synod/learner.js';
import type { Learner, LearnerEffect, LearnerInput, stepLearner, Tally } from '#src/paxos/learner.js';
import type { Vote } from '#src/paxos/message.js';
import { nodeId } from '#src/paxos/node-id.js';
import type { Quorums } from '#src/paxos/quorum.js';
import type { RoleMapping } from './compare.js';
import { quorumSets, receivedOf, sentOf } from './words.js';

export function learnerMapping(
  quorums: Quorums,
  step: typeof stepLearner<string>,
): RoleMapping<Learner<string>, LearnerInput<string>, LearnerEffect<string>, undefined> {
  return {
    concretise: ({ context }) => {
      const { votes, learned } = context as LearnerContext;
      const tallies = votes.map(({ acceptors, ...vote }) => ({ ...vote, voters: acceptors }));
      return { quorums, tallies: tallies as Tally<string>[], learned: theOneLearned(learned) };
    },
    abstract: ({ quorums, tallies, learned }) => {
      const context: LearnerContext = {
        quorums: quorumSets(quorums, 'phase2'),
        votes: tallies.map(({ voters, ...vote }) => ({ ...vote, acceptors: voters })),
        learned: learned === null ? [] : [learned.value],
      };
      return { value: {}, context };
    },
    input: receivedOf,
    message: sentOf,
    step,
    durable: () => undefined,
  };
}

/** Production keeps the ballot too, for its account of a violation. The spec forgets it, so any will do. */
function theOneLearned(learned: readonly string[]): Vote<string> | null {
  const [value, ...others] = learned;
  if (others.length > 0)
    throw new Error(
      `a production learner stops at a second value, this one learned ${learned.join(' and ')}`,
    );
  return value === undefined ? null : { ballot: { round: 1, proposer: nodeId('forgotten') }, value };
}
