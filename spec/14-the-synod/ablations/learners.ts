/** Learners that make a mistake, and quorums that do not meet. */
import { learnerMachine, votersFor } from '../learner.js';
import { includesQuorum } from '../quorum.js';
import { fourAcceptors, halves, twoBallots } from '../sizes.js';
import type { Row } from './row.js';

export const addsUpBallots: Row = {
  id: 'S15',
  mistake: 'a learner that adds up votes of different ballots',
  rule: 'a quorum chooses a value in one ballot',
  consequence: 'It tells of a decision that was not made, and with more ballots another one could be.',
  size: twoBallots,
  machines: {
    learner: learnerMachine.provide({
      guards: {
        completesAQuorum: ({ context, event }) => {
          const tallies = context.votes.filter(({ value }) => value === event.value);
          return includesQuorum(
            [...tallies.flatMap(({ acceptors }) => acceptors), event.from],
            context.quorums,
          );
        },
      },
    }),
  },
  falls: [{ property: 'learnedImpliesChosen', length: 17 }],
};

export const countsAVoteTwice: Row = {
  id: 'S16',
  mistake: 'a learner that counts a vote twice',
  rule: 'a quorum is of different acceptors: a vote that comes again is no news',
  consequence: 'One acceptor is a quorum, and whatever it voted for is told.',
  size: twoBallots,
  machines: {
    learner: learnerMachine.provide({
      guards: {
        isNews: ({ context, event }) => !context.learned.includes(event.value),
        completesAQuorum: ({ context, event }) =>
          votersFor(event, context.votes).length + 1 >= context.quorums[0]!.length,
      },
    }),
  },
  falls: [
    { property: 'learnedImpliesChosen', length: 10 },
    { property: 'agreement', length: 19 },
  ],
};

export const takesHalvesForMajorities: Row = {
  id: 'S17',
  mistake: 'a Synod in which half the acceptors are a quorum',
  rule: 'a quorum of phase 1 and one of phase 2 share an acceptor',
  consequence: 'One half chooses a value, and the other half has never heard of it.',
  size: { ...fourAcceptors, quorums: halves },
  falls: [
    { property: 'chosenStaysChosen', length: 17 },
    { property: 'agreement', length: 21 },
  ],
};

export const learners: readonly Row[] = [addsUpBallots, countsAVoteTwice, takesHalvesForMajorities];
