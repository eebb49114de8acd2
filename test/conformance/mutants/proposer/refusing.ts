/** Proposers that refuse too little or too much. */
import { persist } from '#src/paxos/effect.js';
import { dropping, harmlessMutant, type Mutant, unlessRefused, unlessThrown } from '../mutant.js';
import { hearing, isPromise, mutant, right, votesOf, withoutVote } from './making.js';

export const refusing: readonly Mutant[] = [
  mutant('takes reports of two values in one ballot', 'the missing violation', (state, input) =>
    unlessThrown(
      'BallotViolation',
      () => right(state, input),
      () => right(state, isPromise(input) ? withoutVote(input) : input),
    ),
  ),
  mutant('ignores a second value in a reported ballot', 'the missing violation', (state, input) =>
    unlessThrown(
      'BallotViolation',
      () => right(state, input),
      () => [state, []],
    ),
  ),
  mutant(
    'takes two ballots of one round for one, and stops',
    'throwing BallotViolation',
    hearing((input, state) => {
      const { vote } = input.message;
      const other =
        state.phase === 'preparing'
          ? votesOf(state.promises).find(({ ballot }) => ballot.round === vote?.ballot.round)
          : undefined;
      return vote && other
        ? { ...input, message: { ...input.message, vote: { ...vote, ballot: other.ballot } } }
        : input;
    }),
  ),
  mutant('drops impossible ballots in silence', 'the missing violation', dropping(right, /^a ballot/)),
  mutant('takes reports of votes that are not below its ballot', 'the missing violation', (state, input) =>
    unlessRefused(
      /^a reported vote/,
      () => right(state, input),
      () => right(state, isPromise(input) ? withoutVote(input) : input),
    ),
  ),
  mutant('drops unknown messages in silence', 'the missing violation', dropping(right, /^a message/)),
  harmlessMutant(
    'proposer',
    'persists its round again when it proposes',
    'The record is the one that is there already, and is there before the message goes.',
    (state, input) => {
      const [after, effects] = right(state, input);
      return [
        after,
        isPromise(input) && effects.length > 0 ? [persist({ round: after.round }), ...effects] : effects,
      ];
    },
  ),
];
