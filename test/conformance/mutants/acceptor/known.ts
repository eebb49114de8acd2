/** The acceptors that other ties tell too, by name. */
import { isAtLeast } from '#src/paxos/ballot.js';
import { agreeing, doing, mutant, recording, right } from './making.js';

export const votesBelowItsPromise = mutant(
  'votes below its promise',
  'the state after',
  (state, input) => right(input.message.type === 'accept' ? { ...state, promised: null } : state, input),
  'S5',
);

export const promisesItsBallotAgain = mutant(
  'promises the same ballot again',
  'the messages sent',
  agreeing((promised, { ballot }) => isAtLeast(ballot, promised)),
  'S3',
);

export const forgetsItsVote = mutant(
  'does not persist its vote',
  'the records',
  recording(({ promised }, { vote }) => [{ promised, vote }]),
  'S2',
);

export const sendsBeforeItPersists = mutant(
  'sends before it persists',
  'the order of effects',
  doing((effects) => effects.toReversed()),
  'S1',
);
