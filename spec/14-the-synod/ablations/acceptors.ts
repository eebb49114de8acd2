/** Acceptors that make a mistake. */
import { assign } from 'xstate';
import { acceptorMachine } from '../acceptor.js';
import { isAbove, isAtLeast } from '../ballot.js';
import { proposerMachine } from '../proposer.js';
import { oneAcceptor, threeBallots, twoBallots } from '../sizes.js';
import { damage, type Row } from './row.js';

export const forgetsItsPromise: Row = {
  id: 'S1',
  mistake: 'an acceptor that forgets its promise in a crash',
  rule: 'the promise is durable before the answer is sent',
  consequence: 'It votes in a ballot that it had promised to keep out of, and somebody relied on that.',
  size: { ...twoBallots, restarts: { acceptor: 1 } },
  memory: { acceptor: ['vote'] },
  falls: damage(9, 18, 22),
};

export const forgetsItsVote: Row = {
  id: 'S2',
  mistake: 'an acceptor that forgets its vote in a crash',
  rule: 'the vote is durable before the answer is sent',
  consequence: 'Its vote chose a value, and it tells the next proposer that it never voted.',
  size: { ...twoBallots, restarts: { acceptor: 1 } },
  memory: { acceptor: ['promised'] },
  falls: damage(16, 18, 22),
};

/** The two halves of S3. Either alone is harmless. */
export const promisesAgain = acceptorMachine.provide({
  guards: { isAbovePromise: ({ context, event }) => isAtLeast(event.ballot, context.promised) },
});
export const sharesItsBallots = proposerMachine.provide({
  actions: {
    begin: assign({
      ballot: ({ context }) => ({ round: (context.ballot?.round ?? 0) + 1, proposer: 'anyone' }),
      promises: [],
    }),
  },
});

export const promisesOneBallotToTwo: Row = {
  id: 'S3',
  mistake: 'an acceptor that promises a ballot again, where proposers share their ballots',
  rule: 'a ballot has one proposer, and only one above the promise is promised',
  consequence: 'Both proposers are promised the same ballot, and each proposes its own value in it.',
  size: twoBallots,
  machines: { acceptor: promisesAgain, proposer: sharesItsBallots },
  falls: [
    { property: 'oneValuePerBallot', length: 13 },
    { property: 'chosenStaysChosen', length: 17 },
    { property: 'agreement', length: 21 },
  ],
};

export const refusesWhatItPromised: Row = {
  id: 'S4',
  mistake: 'an acceptor that refuses the ballot it promised',
  rule: 'a vote needs a ballot that is not below the promise; it need not be above',
  consequence: 'Nothing is ever wrong, and nothing is ever chosen.',
  size: oneAcceptor,
  machines: {
    acceptor: acceptorMachine.provide({
      guards: { isNotBelowPromise: ({ context, event }) => isAbove(event.ballot, context.promised) },
    }),
  },
  falls: [{ property: 'somethingIsChosen', length: null }],
};

export const ignoresItsPromise: Row = {
  id: 'S5',
  mistake: 'an acceptor that ignores its promise',
  rule: 'it votes in no ballot below its promise',
  consequence: 'What it told a proposer is no longer true when the proposer acts on it.',
  size: twoBallots,
  machines: { acceptor: acceptorMachine.provide({ guards: { isNotBelowPromise: () => true } }) },
  falls: damage(15, 17, 21),
};

export const votesWithoutPromising: Row = {
  id: 'S6',
  mistake: 'an acceptor whose vote does not raise its promise',
  rule: 'to vote in a ballot is also to promise it',
  consequence: 'A late vote in a lower ballot takes the place of the one that chose a value, and hides it.',
  size: threeBallots,
  machines: {
    acceptor: acceptorMachine.provide({
      actions: {
        vote: assign({
          vote: ({ context, event }) =>
            event.type === 'accept' ? { ballot: event.ballot, value: event.value } : context.vote,
        }),
      },
    }),
  },
  falls: damage(21, 23, 27),
};

export const redatesItsVote: Row = {
  id: 'S9',
  mistake: 'an acceptor with one ballot for its promise and its vote',
  rule: 'a vote keeps the ballot in which it was cast',
  consequence: 'A later promise makes an old vote look new, and the proposer follows the wrong one.',
  size: threeBallots,
  machines: {
    acceptor: acceptorMachine.provide({
      actions: {
        promise: assign({
          promised: ({ event }) => event.ballot,
          vote: ({ context: { promised, vote } }) =>
            promised && vote && { ballot: promised, value: vote.value },
        }),
      },
    }),
  },
  falls: damage(22, 24, 28),
};

export const acceptors: readonly Row[] = [
  forgetsItsPromise,
  forgetsItsVote,
  promisesOneBallotToTwo,
  refusesWhatItPromised,
  ignoresItsPromise,
  votesWithoutPromising,
  redatesItsVote,
];
