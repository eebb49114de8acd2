/** Learners that refuse too little or too much. */
import { sameBallot } from '#src/paxos/ballot.js';
import { isAcceptor } from '#src/paxos/quorum.js';
import { dropping, type Mutant, unlessThrown } from '../mutant.js';
import { mutant, right } from './making.js';

export const refusing: readonly Mutant[] = [
  mutant('keeps what it learned where a second value is chosen', 'the missing violation', (state, input) =>
    unlessThrown(
      'AgreementViolation',
      () => right(state, input),
      () => [state, []],
    ),
  ),
  mutant('learns a second value', 'the missing violation', (state, input) =>
    unlessThrown(
      'AgreementViolation',
      () => right(state, input),
      () => right({ ...state, learned: null }, input),
    ),
  ),
  mutant('ignores a second value in a ballot', 'the missing violation', (state, input) =>
    unlessThrown(
      'BallotViolation',
      () => right(state, input),
      () => [state, []],
    ),
  ),
  mutant(
    'takes a second value in the ballot in which it learned for another ballot’s',
    'the missing violation',
    (state, input) => {
      const { learned } = state;
      const isOfIt =
        learned !== null &&
        sameBallot(learned.ballot, input.message.ballot) &&
        learned.value !== input.message.value;
      if (!isOfIt) return right(state, input);
      const [after, effects] = right({ ...state, learned: null }, input);
      return [{ ...after, learned }, effects];
    },
  ),
  mutant(
    'stops at the first vote for another value than it learned',
    'throwing AgreementViolation',
    (state, input) => {
      const { learned } = state;
      if (learned !== null && learned.value !== input.message.value && isAcceptor(state.quorums, input.from))
        throw Object.assign(new Error('two values'), { name: 'AgreementViolation' });
      return right(state, input);
    },
  ),
  mutant('drops impossible ballots in silence', 'the missing violation', dropping(right, /^a ballot/)),
  mutant('drops unknown messages in silence', 'the missing violation', dropping(right, /^a message/)),
];
