/** Proposers that make a mistake. */
import type { Value } from '../messages.js';
import { proposerMachine, proposing, valueToPropose } from '../proposer.js';
import { threeBallots, twoBallots, twoForTheSecond } from '../sizes.js';
import type { Machines } from '../synod.js';
import { damage, type Row } from './row.js';

/** A proposer with its own rule for which reported value to follow. The values come by acceptor, a1 first. */
function following(rule: (reported: readonly Value[]) => Value | undefined): Partial<Machines> {
  const sendAccept = proposing(({ promises, value }) => {
    const votes = promises.map(({ vote }) => vote).filter((vote) => vote !== null);
    return rule(votes.map((vote) => vote.value)) ?? value;
  });
  return { proposer: proposerMachine.provide({ actions: { sendAccept } }) };
}

export const ignoresReportedVotes: Row = {
  id: 'S8',
  mistake: 'a proposer that ignores reported votes',
  rule: 'it proposes its own value only where no vote is reported',
  consequence:
    'A value is chosen, its vote is reported to the proposer, and the proposer has another one chosen.',
  size: twoBallots,
  machines: following(() => undefined),
  falls: damage(15, 17, 21),
};

export const ignoresVotesInItsOwnBallots: Row = {
  id: 'S8',
  mistake: 'a proposer that ignores votes in its own earlier ballots',
  rule: 'it follows the highest reported vote, though the vote be in an earlier ballot of its own',
  consequence:
    'In its first ballot it has an adopted value chosen, and in its second ballot it proposes its own value again.',
  size: twoForTheSecond,
  machines: {
    proposer: proposerMachine.provide({
      actions: {
        sendAccept: proposing(({ promises, ...context }) => {
          const ofOthers = promises.filter(({ vote }) => vote?.ballot.proposer !== context.id);
          return valueToPropose({ ...context, promises: ofOthers });
        }),
      },
    }),
  },
  falls: damage(21, 23, 27),
};

const anyVoteIsGood = 'of several reported votes it follows the one in the highest ballot';

export const followsTheFirst: Row = {
  id: 'S10',
  mistake: 'a proposer that follows the first vote it finds',
  rule: anyVoteIsGood,
  consequence: 'A vote of a ballot that came to nothing wins over one of the ballot that chose a value.',
  size: threeBallots,
  machines: following(([first]) => first),
  falls: damage(21, 23, 27),
};

export const followsTheLast: Row = {
  id: 'S10',
  mistake: 'a proposer that follows the last vote it finds',
  rule: anyVoteIsGood,
  consequence: 'The same, with the names of two acceptors exchanged.',
  size: threeBallots,
  machines: following((reported) => reported.at(-1)),
  falls: damage(21, 23, 27),
};

export const followsTheMost: Row = {
  id: 'S10',
  mistake: 'a proposer that follows the value reported most often',
  rule: anyVoteIsGood,
  consequence: 'One vote for each is no majority for either: only their ballots tell which can be chosen.',
  size: threeBallots,
  machines: following((reported) => {
    const count = (value: Value): number => reported.filter((other) => other === value).length;
    return reported.toSorted((one, other) => count(other) - count(one))[0];
  }),
  falls: damage(21, 23, 27),
};

export const countsAPromiseTwice: Row = {
  id: 'S11',
  mistake: 'a proposer that counts a promise twice',
  rule: 'a quorum is of different acceptors: a promise that comes again is no news',
  consequence: 'One acceptor is a quorum, and knows nothing of what the two others chose.',
  size: twoBallots,
  machines: {
    proposer: proposerMachine.provide({
      guards: {
        isNotCountedYet: () => true,
        aQuorumPromised: ({ context: { promises, quorums } }) => promises.length >= quorums[0]!.length,
      },
    }),
  },
  falls: damage(7, 15, 19),
};

export const countsStalePromises: Row = {
  id: 'S12',
  mistake: 'a proposer that counts promises of its older ballots',
  rule: 'a promise is for one ballot',
  consequence:
    'An acceptor that promised the old ballot votes between it and the new one, and has not reported that.',
  size: threeBallots,
  machines: { proposer: proposerMachine.provide({ guards: { isForItsBallot: () => true } }) },
  falls: damage(9, 18, 22),
};

export const usesABallotTwice: Row = {
  id: 'S13',
  mistake: 'a proposer that uses a ballot again after a crash',
  rule: 'the ballot is durable before its first message is sent',
  consequence:
    'It proposes what one quorum of promises tells it, and then what another one does, in the same ballot.',
  size: { ...twoBallots, restarts: { proposer: 1 } },
  memory: { proposer: [] },
  falls: [
    { property: 'oneValuePerBallot', length: 20 },
    { property: 'chosenStaysChosen', length: 24 },
    { property: 'agreement', length: 28 },
  ],
};

export const proposers: readonly Row[] = [
  ignoresReportedVotes,
  ignoresVotesInItsOwnBallots,
  followsTheFirst,
  followsTheLast,
  followsTheMost,
  countsAPromiseTwice,
  countsStalePromises,
  usesABallotTwice,
];
