/**
 * The learner's mapping. The spec forgets in which ballot it learned, so each state is compared with every ballot in
 * which it may have been. And it goes on after a second value, where production stops.
 */
import { isSameBallot } from '#spec/14-the-synod/ballot.js';
import type { LearnerContext } from '#spec/14-the-synod/learner.js';
import type { Ballot } from '#src/paxos/ballot.js';
import type { Learner, LearnerEffect, LearnerInput, stepLearner, Tally } from '#src/paxos/learner.js';
import type { Vote } from '#src/paxos/message.js';
import type { Quorums } from '#src/paxos/quorum.js';
import type { Outcome, RoleMapping } from './compare.js';
import { quorumSets, receivedOf, sendsOf } from './words.js';

/** What the learner needs to know of an instance. */
export interface LearnerInstance {
  readonly quorums: Quorums;
  /** All ballots that there can be. */
  readonly ballots: readonly Ballot[];
}

type Found = Outcome<Learner<string>, LearnerEffect<string>> | undefined;

export function learnerMapping(
  { quorums, ballots }: LearnerInstance,
  step: typeof stepLearner<string>,
): RoleMapping<Learner<string>, LearnerInput<string>, LearnerEffect<string>, undefined> {
  return {
    concretise: ({ context }) => {
      const { votes, learned } = context as LearnerContext;
      const tallies = talliesOf(votes);
      return learnedIn(ballots, learned, tallies).map((learned) => ({ quorums, tallies, learned }));
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
    follow: (pair, before) => {
      const { votes, learned } = (pair.after ?? pair.before).context as LearnerContext;
      const { ballot, value } = receivedOf<LearnerInput<string>['message']>(pair.event).message;
      const learnedNow = learned.length === 0 ? null : { ballot, value };
      return {
        after: { quorums, tallies: talliesOf(votes), learned: before.learned ?? learnedNow },
        effects: sendsOf(pair),
      };
    },
    deviate: ({ event, after }, before): Found => {
      const { from, message } = receivedOf<LearnerInput<string>['message']>(event);
      const { tallies, learned } = before;
      // The spec's network has no strangers.
      if (!quorums.acceptors.includes(from)) return { after: before, effects: [] };
      if (learned?.value === message.value) return undefined;
      const known = [...(learned === null ? [] : [learned]), ...tallies];
      const isSecond = known.some(
        ({ ballot, value }) => isSameBallot(ballot, message.ballot) && value !== message.value,
      );
      if (isSecond) return { throws: 'BallotViolation' };
      const isSecondChosen = after !== undefined && (after.context as LearnerContext).learned.length > 1;
      return isSecondChosen ? { throws: 'AgreementViolation' } : undefined;
    },
    step,
    durable: () => undefined,
  };
}

function talliesOf(votes: LearnerContext['votes']): readonly Tally<string>[] {
  return votes.map(({ acceptors, ...vote }) => ({
    ...vote,
    voters: acceptors,
  })) as unknown as readonly Tally<string>[];
}

/** What it may have learned: the value, in each ballot of which the tallies do not say that it had another one. */
function learnedIn(
  ballots: readonly Ballot[],
  learned: readonly string[],
  tallies: readonly Tally<string>[],
): readonly (Vote<string> | null)[] {
  const [value, ...others] = learned;
  if (value === undefined) return [null];
  const isOf = (ballot: Ballot): boolean => tallies.every((tally) => !isSameBallot(tally.ballot, ballot));
  const votes = ballots.filter(isOf).map((ballot) => ({ ballot, value }));
  if (others.length > 0 || votes.length === 0)
    throw new Error(
      `a production learner stops at a second value, and learns in a ballot; this one learned ${learned.join(' and ')}`,
    );
  return votes;
}
