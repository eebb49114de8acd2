/** The learner's mapping: a learner of the spec is one slot of production's. What a slot has learned stands in the log; then it counts no more. */
import type { LocalState } from '#model/index.js';
import type { LearnerContext } from '#spec/14-the-synod/learner.js';
import type { Message } from '#spec/16-the-parliament/messages.js';
import type { Configuration } from '#src/paxos/configuration.js';
import { send } from '#src/paxos/effect.js';
import { decide, decreeAt, type Log } from '#src/paxos/log.js';
import type {
  LogLearner,
  LogLearnerEffect,
  LogLearnerInput,
  stepLogLearner,
} from '#src/paxos/log-learner.js';
import { type Slot, slot } from '#src/paxos/slot.js';
import type { ListingMapping } from '../compare.js';
import { asNode, ballotOf, decidedOf, decreeOf, logOf, specBallotOf, voteOf, wordOf } from './words.js';

interface WithLog {
  readonly learner: LogLearner<string>;
  readonly log: Log<string>;
}

/** Above the ballots of every instance. */
const BALLOTS_MAX = 64;

type Event = Message<'accepted'> & { readonly from: string };

/** @param at the slot of the learner that is compared. */
export function learnerMapping(
  at: number,
  members: Configuration,
  step: typeof stepLogLearner<string>,
): ListingMapping<WithLog, LogLearnerInput<string>, LogLearnerEffect<string>> {
  const stateOf = ({ context }: LocalState) => stateIn(context as LearnerContext, slot(at), members);
  return {
    concretise: (spec) => [stateOf(spec)],
    abstract: ({ learner, log }) => {
      const learned = decreeAt(log, slot(at));
      const votes = learner.open.flatMap(({ learner: { tallies } }) =>
        tallies.map(({ ballot, value, voters }) => ({
          ballot: specBallotOf(ballot),
          value: wordOf(value),
          acceptors: voters,
        })),
      );
      return { value: {}, context: { votes, learned: learned === undefined ? [] : [wordOf(learned)] } };
    },
    kept: ({ context }) => {
      const { votes, learned } = context as LearnerContext;
      return { value: {}, context: { votes: learned.length > 0 ? [] : votes, learned } };
    },
    input: (event) => {
      const vote = voteOf(event as unknown as Event);
      const { from } = event as unknown as Event;
      return { type: 'message', from: asNode(from), message: { type: 'accepted', ...vote } };
    },
    follow: (pair) => ({
      after: stateOf(pair.after ?? pair.before),
      effects: (pair.sent as unknown as readonly Message<'decided'>[]).map((said) =>
        send({ role: 'learner' }, { type: 'decided', ...decidedOf(said) }),
      ),
    }),
    // As the replica does: what it tells all members it takes into its own log.
    step: ({ learner, log }, input) => {
      const [after, effects] = step(learner, input, log);
      const grown = effects.reduce((before, { message }) => decide(before, message)[0], log);
      return [{ learner: after, log: grown }, effects];
    },
  };
}

function stateIn({ votes, learned }: LearnerContext, at: Slot, members: Configuration): WithLog {
  const [value, ...others] = learned;
  if (others.length > 0) throw new Error('a production learner stops at a second value');
  if (value !== undefined)
    return { learner: { ballotsMax: BALLOTS_MAX, open: [] }, log: logOf(members, [{ slot: at, value }]) };
  const tallies = votes.map((tally) => ({
    ballot: ballotOf(tally.ballot),
    value: decreeOf(tally.value),
    voters: tally.acceptors.map(asNode),
  }));
  const open = { slot: at, learner: { quorums: members.quorums, tallies, learned: null } };
  const isHeardOf = tallies.length > 0;
  return { learner: { ballotsMax: BALLOTS_MAX, open: isHeardOf ? [open] : [] }, log: logOf(members, []) };
}
