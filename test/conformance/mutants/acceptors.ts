/** All mutants of the acceptor. */
import { ballots } from './acceptor/ballots.js';
import {
  forgetsItsVote,
  promisesItsBallotAgain,
  sendsBeforeItPersists,
  votesBelowItsPromise,
} from './acceptor/known.js';
import { messages } from './acceptor/messages.js';
import { records } from './acceptor/records.js';
import { refusing } from './acceptor/refusing.js';
import { states } from './acceptor/states.js';
import type { Mutant } from './mutant.js';

export { forgetsItsVote, promisesItsBallotAgain, sendsBeforeItPersists, votesBelowItsPromise };

export const acceptors: readonly Mutant[] = [
  votesBelowItsPromise,
  promisesItsBallotAgain,
  forgetsItsVote,
  sendsBeforeItPersists,
  ...ballots,
  ...states,
  ...records,
  ...messages,
  ...refusing,
];
