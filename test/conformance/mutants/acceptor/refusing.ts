/** Acceptors that refuse too little or too much. */
import { sameBallot } from '#src/paxos/ballot.js';
import { dropping, harmlessMutant, type Mutant, unlessThrown } from '../mutant.js';
import { mutant, right } from './making.js';

export const refusing: readonly Mutant[] = [
  mutant('votes for a second value in a ballot', 'the missing violation', (state, input) =>
    unlessThrown(
      'BallotViolation',
      () => right(state, input),
      () => right({ ...state, vote: null }, input),
    ),
  ),
  mutant('ignores a second value in a ballot', 'the missing violation', (state, input) =>
    unlessThrown(
      'BallotViolation',
      () => right(state, input),
      () => [state, []],
    ),
  ),
  mutant('takes a repeated vote for a second value', 'throwing BallotViolation', (state, input) => {
    const { message } = input;
    return right(
      message.type === 'accept' && state.vote
        ? { ...state, vote: { ...state.vote, value: `not ${message.value}` } }
        : state,
      input,
    );
  }),
  mutant('drops impossible ballots in silence', 'the missing violation', dropping(right, /^a ballot/)),
  mutant('drops unknown messages in silence', 'the missing violation', dropping(right, /^a message/)),
  mutant('refuses round 1', 'throwing RangeError', (state, input) => {
    if (input.message.ballot.round === 1) throw new RangeError('expected a round above 1');
    return right(state, input);
  }),
  harmlessMutant(
    'acceptor',
    'does not persist a vote again that it has persisted',
    'The record would be the one that is there already.',
    (state, input) => {
      const [after, effects] = right(state, input);
      const { message } = input;
      const again =
        message.type === 'accept' &&
        state.vote !== null &&
        sameBallot(state.vote.ballot, message.ballot) &&
        state.promised !== null &&
        sameBallot(state.promised, message.ballot);
      return [after, again ? effects.filter(({ type }) => type !== 'persist') : effects];
    },
  ),
];
