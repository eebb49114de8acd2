/** The answers to the exercises of chapter 16, as models. */
import { assign, emit } from 'xstate';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { acceptorMachine } from './acceptor.js';
import { propertiesOf } from './claims.js';
import { type LeaderContext, leaderMachine, reportedBy } from './leader.js';
import { type Decree, NO_OP } from './messages.js';
import { parliament } from './parliament.js';
import { threeBallots, twoSlots } from './sizes.js';

const ofTwo = propertiesOf(twoSlots);
const ofThree = propertiesOf(threeBallots);

/** A leader that fills holes with what it is asked for, as long as there is something. */
const fillsWithCommands = leaderMachine.provide({
  actions: { proposeReported: assign({ proposals: ({ context }) => withoutNoOps(context) }) },
});

function withoutNoOps(context: LeaderContext): readonly Decree[] {
  const reported = reportedBy(context);
  const commands = context.commands.filter((command) => reported.every(({ value }) => value !== command));
  return reported.map((decree) =>
    decree.value === NO_OP ? { ...decree, value: commands.shift() ?? NO_OP } : decree,
  );
}

/** An acceptor that reports only the last of its votes, as the one of chapter 14 does. */
const reportsOneVote = acceptorMachine.provide({
  actions: {
    sendPromise: emit(({ context, event }) => ({
      type: 'promise',
      to: event.from,
      ballot: event.ballot,
      votes: context.votes.slice(-1),
    })),
  },
});

/** A leader that counts promises of its older ballots. */
const countsStalePromises = leaderMachine.provide({ guards: { isForItsBallot: () => true } });

export const answers: readonly Instance[] = [
  // Where nobody reported a vote any value is safe. But what was asked for last then comes first.
  instance(
    '1. holes filled with commands',
    parliament('no no-ops', twoSlots, { leader: fillsWithCommands }),
    [
      holds(ofTwo.agreement),
      holds(ofTwo.chosenStaysChosen),
      holds(ofTwo.logsArePrefixes),
      fails(ofTwo.aNoOpFillsAHole),
    ],
  ),
  // The vote in slot 1 is not reported where there is one in slot 2: the leader takes slot 1 for a hole.
  instance('2. one vote reported', parliament('one vote reported', twoSlots, { acceptor: reportsOneVote }), [
    holds(ofTwo.aPromiseReportsVotesThatWereCast),
    fails(ofTwo.chosenStaysChosen),
    fails(ofTwo.agreement),
  ]),
  // A leader with one ballot has no older one. With a second ballot a promise for the first says nothing of what happened since.
  instance(
    '3. promises of older ballots, one ballot each',
    parliament('stale promises, one ballot each', twoSlots, { leader: countsStalePromises }),
    [holds(ofTwo.agreement), holds(ofTwo.chosenStaysChosen)],
  ),
  instance(
    '3. promises of older ballots, two ballots of n1',
    parliament('stale promises, two ballots', threeBallots, { leader: countsStalePromises }),
    [fails(ofThree.chosenStaysChosen)],
  ),
];

export default answers;
