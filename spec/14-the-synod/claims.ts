/** What must be true of every Synod, and what must be possible in it. */
import { always, sometimes, step } from '#model/index.js';
import { ballotsWithin, isSameBallot } from './ballot.js';
import { chosen } from './history.js';
import type { Value } from './messages.js';
import { isSafeAt } from './safe.js';
import { quorumsOf, type Size } from './size.js';
import type { SynodState } from './synod.js';

/** The properties of a Synod of that size, by name. */
export function propertiesOf(size: Size) {
  const ballots = ballotsWithin(size.rounds);
  const { phase1, phase2 } = quorumsOf(size);
  const chosenIn = ({ history }: SynodState) => chosen(history.votes, phase2);

  return {
    // #region known
    /** Learners and clients, taken together, are never told two values. */
    agreement: always('agreement', (state: SynodState) => new Set(told(state)).size <= 1),

    /** What anybody is told, somebody asked for. */
    validity: always('validity', (state: SynodState) => {
      const requested = state.messages('request').map(({ value }) => value);
      return told(state).every((value) => requested.includes(value));
    }),
    // #endregion

    // #region chosen
    /** A ballot is about one value (module Voting, OneValuePerBallot). */
    oneValuePerBallot: always('one value per ballot', ({ messages }: SynodState) =>
      messages('accept').every((one, _, accepts) =>
        accepts.every((other) => !isSameBallot(one.ballot, other.ballot) || one.value === other.value),
      ),
    ),

    /** Whoever votes, votes for a value that is safe at the ballot (module Voting, VotesSafe). */
    votesAreSafe: always('votes are safe', ({ history: { votes }, acceptor: acceptors }: SynodState) =>
      votes.every((vote) => isSafeAt(vote, { votes, acceptors, quorums: phase1, ballots })),
    ),

    /** Nobody is told of a decision that was not made. */
    learnedImpliesChosen: always('learned implies chosen', (state: SynodState) =>
      told(state).every((value) => chosenIn(state).includes(value)),
    ),

    /** Once a value is chosen, a step neither changes it nor adds another (module Consensus, Next). */
    chosenStaysChosen: step('chosen stays chosen', (before: SynodState, after: SynodState) => {
      const [was, is] = [chosenIn(before), chosenIn(after)];
      return was.length === 0 || (was.length === is.length && was.every((value) => is.includes(value)));
    }),
    // #endregion

    // #region books
    /** Without this, the claims about all ballots would leave some out. */
    ballotsAreWithinBounds: always('ballots are within bounds', ({ proposer: proposers }: SynodState) =>
      proposers.every(
        ({ context: { ballot } }) => ballot === null || ballots.some((one) => isSameBallot(one, ballot)),
      ),
    ),

    /** However often it arrives. Otherwise a memory could grow without end. */
    aPromiseCountsOnce: always('a promise counts once', ({ proposer: proposers }: SynodState) =>
      proposers.every(({ context }) => areDifferent(context.promises.map(({ acceptor }) => acceptor))),
    ),

    /** The same for votes. */
    aVoteCountsOnce: always('a vote counts once', ({ learner: learners }: SynodState) =>
      learners.every(({ context }) => context.votes.every(({ acceptors }) => areDifferent(acceptors))),
    ),

    /** What a client was told it knows for good: it may have acted on it. */
    toldStaysTold: step('told stays told', (before: SynodState, after: SynodState) =>
      before.client.every(({ context: { told } }, index) =>
        told.every((value) => after.client[index]!.context.told.includes(value)),
      ),
    ),
    // #endregion

    // #region sometimes
    /** Without these, the claims above could hold because nothing happens. */
    somethingIsChosen: sometimes('something is chosen', (state: SynodState) => chosenIn(state).length > 0),

    aLearnerLearns: sometimes('a learner learns', ({ learner: learners }: SynodState) =>
      learners.some(({ context }) => context.learned.length > 0),
    ),

    aClientIsTold: sometimes('a client is told', ({ client: clients }: SynodState) =>
      clients.some(({ context }) => context.told.length > 0),
    ),

    aProposerAdopts: sometimes('a proposer adopts a value it did not propose', ({ messages }: SynodState) =>
      messages('accept').some(({ from, value }) => value !== size.requests[from]),
    ),

    twoProposersAtOnce: sometimes(
      'two proposers are at work at once',
      ({ proposer: proposers }: SynodState) =>
        proposers.filter(({ value }) => value === 'preparing').length >= 2,
    ),
    // #endregion

    // #region restarts
    /** Where history remembers restarts: an acceptor promised something, crashed, came back, and votes. */
    aRestartedAcceptorVotes: sometimes(
      'a restarted acceptor votes',
      ({ history }: SynodState) => history.comebacks.votedIn.length > 0,
    ),

    /** The same for a proposer: it began a ballot, crashed, came back, and what it proposes is chosen in its new ballot. */
    aRestartedProposerWins: sometimes(
      'a restarted proposer wins',
      ({ history: { votes, comebacks } }: SynodState) =>
        comebacks.proposedIn.some((won) => {
          const inBallot = votes.filter(({ ballot }) => isSameBallot(ballot, won));
          return chosen(inBallot, phase2).length > 0;
        }),
    ),
    // #endregion
  };
}

/** The properties, by the names under which {@link propertiesOf} gives them. */
export type PropertyName = keyof ReturnType<typeof propertiesOf>;

/** What learners have learned and clients were told: all that is known of the decision. */
function told({ learner: learners, client: clients }: SynodState): readonly Value[] {
  return [
    ...learners.flatMap(({ context }) => context.learned),
    ...clients.flatMap(({ context }) => context.told),
  ];
}

function areDifferent(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
